import { CONTROL_HEADERS } from '@strata/core';
import { z } from 'zod';
import { ADMIN_OPERATIONS } from './openapi-admin.ts';
import { API_OPERATIONS } from './openapi-api.ts';
import { jsonSchema, operationObject, type Operation } from './openapi-operation.ts';
import { OWN_OPERATIONS } from './openapi-own.ts';

export const OPERATIONS: readonly Operation[] = [...API_OPERATIONS, ...ADMIN_OPERATIONS, ...OWN_OPERATIONS];

const errorSchema = z.looseObject({
  error: z.looseObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.union([z.string(), z.number()]).nullable(),
  }),
});

const CONTROL_MEANINGS: Readonly<Record<(typeof CONTROL_HEADERS)[number], string>> = {
  'x-bypass-cache': '`true`: neither read nor write.',
  'cache-control': '`no-store`, `no-cache`, `max-age`, `min-fresh`, `only-if-cached`.',
  'x-cache-ttl': 'Seconds to keep the answer; 0: do not store it.',
  'x-cache-namespace': 'A cache of its own.',
  'x-cache-threshold': 'The lowest likeness accepted, 0 to 1.',
  'x-cache-mode': '`exact`, `semantic` or `both`.',
  'x-cache-tags': 'Comma-separated tags of the stored entry.',
};

/** What Strata's HTTP side understands, as OpenAPI 3.1. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Strata',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'A tiered semantic cache in front of LLM APIs. Paths below /v1 are there without /v1, too; everything else below /v1 passes through to the upstream.',
    },
    servers: [{ url: '/' }],
    tags: ['API', 'Administration', 'Health and metrics', 'Documentation'].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Error: jsonSchema(errorSchema) },
      responses: {
        Error: {
          description: 'An error, in OpenAI’s shape',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
      parameters: Object.fromEntries(
        CONTROL_HEADERS.map((name) => [
          name,
          { name, in: 'header', description: CONTROL_MEANINGS[name], schema: { type: 'string' } },
        ]),
      ),
      securitySchemes: {
        clientKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key of `master_keys`, where there are any.',
        },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The same key.' },
        adminKey: { type: 'http', scheme: 'bearer', description: '`ADMIN_KEY`, where it is set.' },
      },
    },
  };
}
