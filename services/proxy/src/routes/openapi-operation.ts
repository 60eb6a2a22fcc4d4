import { CONTROL_HEADERS } from '@strata/core';
import { z } from 'zod';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** One operation as the tables beside this file say it. */
export type Operation = {
  readonly method: Method;
  /** As OpenAPI writes it: `/admin/cache/entries/{id}`. */
  readonly path: string;
  readonly tag: 'API' | 'Administration' | 'Health and metrics' | 'Documentation';
  readonly summary: string;
  readonly description?: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Of another kind than JSON. */
  readonly bodyType?: string;
  /** What a success holds: a schema is JSON, a text is another media type; absent: nothing. */
  readonly answer?: z.ZodType | string;
  /** Of a success. Default 200. */
  readonly status?: 200 | 201 | 204;
  /** Statuses beside 200; an error's schema is the same everywhere. */
  readonly others?: Readonly<Record<number, string>>;
};

/** The operation as OpenAPI 3.1 writes it. */
export function operationObject(operation: Operation): object {
  const { summary, description, tag, query, path } = operation;
  return {
    operationId: idOf(operation),
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    security: SECURITY[tag],
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
        parameter(name ?? '', { type: 'string' }, 'path'),
      ),
      ...(query === undefined ? [] : queryParameters(query)),
      ...(tag === 'API' && operation.method === 'post'
        ? CONTROL_HEADERS.map((name) => reference('parameters', name))
        : []),
    ],
    ...(operation.body !== undefined && { requestBody: requestBody(operation) }),
    responses: responses(operation),
  };
}

const SECURITY: Readonly<Record<Operation['tag'], readonly object[]>> = {
  // None at all too: keys are asked for where keys are configured.
  API: [{}, { clientKey: [] }, { apiKey: [] }],
  Administration: [{}, { adminKey: [] }],
  'Health and metrics': [],
  Documentation: [],
};

function contentOf(answer: Operation['answer']): object {
  if (answer === undefined) return {};
  if (typeof answer === 'string') return { [answer]: {} };
  return { 'application/json': { schema: jsonSchema(answer) } };
}

function responses({ tag, answer, status = 200, others = {} }: Operation): object {
  const content = contentOf(answer);
  const streamed = tag === 'API' && typeof answer !== 'string' ? { 'text/event-stream': {} } : {};
  const headers = tag === 'API' ? { headers: ANSWER_HEADERS } : {};
  const errors = Object.entries(others).map(([code, description]) => [
    code,
    { description, content: { 'application/json': { schema: reference('schemas', 'Error') } } },
  ]);
  return {
    [status]: {
      description: 'OK',
      ...headers,
      ...(answer !== undefined && { content: { ...content, ...streamed } }),
    },
    ...Object.fromEntries(errors),
    default: reference('responses', 'Error'),
  };
}

const ANSWER_HEADERS = {
  'x-cache': { schema: { type: 'string' }, description: 'What happened in one word.' },
  'cache-status': { schema: { type: 'string' }, description: 'What each tier did (RFC 9211).' },
  'x-cache-entry': { schema: { type: 'string' }, description: 'Of a hit: its entry, for feedback.' },
};

function requestBody({ body, bodyType = 'application/json' }: Operation): object {
  const content = body === undefined ? {} : { [bodyType]: { schema: jsonSchema(body) } };
  return { required: true, content };
}

function queryParameters(query: z.ZodObject): readonly object[] {
  const { properties = {} } = jsonSchema(query) as { properties?: Record<string, { description?: string }> };
  return Object.entries(properties).map(([name, schema]) => parameter(name, schema, 'query'));
}

function parameter(
  name: string,
  { description, ...schema }: { readonly description?: string; readonly type?: string },
  where: 'path' | 'query',
): object {
  return {
    name,
    in: where,
    required: where === 'path',
    ...(description !== undefined && { description }),
    schema,
  };
}

/** Draft 2020-12, which is the dialect of OpenAPI 3.1. */
export function jsonSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function reference(kind: 'schemas' | 'responses' | 'parameters', name: string): object {
  return { $ref: `#/components/${kind}/${name}` };
}

function idOf({ method, path }: Operation): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return [method, ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}
