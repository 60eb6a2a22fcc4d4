import { isOwnPath } from '../keys/own-paths.ts';

/** The API's own, by the path below `/v1`, and the operation that traces call them by. */
const OPERATIONS: Readonly<Record<string, string | undefined>> = {
  '/chat/completions': 'chat',
  '/messages': 'chat',
  '/responses': 'chat',
  '/completions': 'text_completion',
  '/embeddings': 'embeddings',
  '/models': undefined,
};

/** Endpoints as metrics name them, by their path below `/v1`. */
export const ENDPOINTS: ReadonlyMap<string, string> = new Map(
  Object.keys(OPERATIONS).map((path) => [path, `/v1${path}`]),
);

/** Parts of the API by the first segment of their paths, below `/v1`: what is in them and no endpoint above passes through. */
export const API_PARTS: readonly string[] = [
  'models',
  'embeddings',
  'chat',
  'completions',
  'responses',
  'messages',
  'conversations',
  'audio',
  'images',
  'videos',
  'files',
  'uploads',
  'batches',
  'moderations',
  'fine_tuning',
  'vector_stores',
  'containers',
  'evals',
];
const PARTS: ReadonlyMap<string, string> = new Map(API_PARTS.map((part) => [part, `/v1/${part}/*`]));

/**
 * A request target's endpoint as metrics and traces name it, a part of the API where it is none of its own (`/v1/files/*`),
 * `other` for a path nobody knows; `undefined` for Strata's own pages.
 */
export function endpointOf(target: string): string | undefined {
  if (isOwnPath(target)) return undefined;
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  const below = path.startsWith('/v1/') ? path.slice(3) : path;
  return ENDPOINTS.get(below) ?? PARTS.get(/^\/([^/]*)/.exec(below)?.[1] ?? '') ?? 'other';
}

/** `gen_ai.operation.name` of an endpoint; `undefined` for one that asks no model. */
export function operationOf(endpoint: string): string | undefined {
  return OPERATIONS[endpoint.slice('/v1'.length)];
}
