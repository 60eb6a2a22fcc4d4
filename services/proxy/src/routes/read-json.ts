import { InvalidRequestError, parseJsonObject, type JsonObject } from '@strata/core';
import express, { type RequestHandler } from 'express';

/** Reads a body as text: admin routes parse it with the same rules as the chat door. */
export const textBody: RequestHandler = express.text({ type: ['application/json', '*/json'], limit: '16mb' });

/** The body as a JSON object. Throws `InvalidRequestError`. */
export function jsonObject(body: unknown): JsonObject {
  const object = parseJsonObject(jsonText(body));
  if (object === undefined) throw notJson();
  return object;
}

/** The same of a command, which may come without a body: then it has no options. */
export function commandObject(body: unknown): JsonObject {
  return body === undefined || body === '' ? {} : jsonObject(body);
}

/** The body's text, where it was sent as JSON. Throws `InvalidRequestError`. */
export function jsonText(body: unknown): string {
  if (typeof body !== 'string') throw notJson();
  return body;
}

function notJson(): InvalidRequestError {
  return new InvalidRequestError('The request body must be a JSON object (application/json).');
}
