import { InvalidRequestError } from '@strata/core/errors';
import express, { type RequestHandler } from 'express';

/** Reads a JSON body of any kind; refuses other content types (415), broken JSON (400) and what is too large (413). */
export function jsonBody(maxBytes: number): readonly RequestHandler[] {
  return [requireJson, express.json({ limit: maxBytes, strict: false, type: () => true })];
}

const requireJson: RequestHandler = (request, _response, next) => {
  const type = request.headers['content-type'];
  if (type !== undefined && request.is(['json', '+json'])) return next();
  const given =
    type === undefined ? 'The request has no content-type' : `The content-type "${type}" is not supported`;
  next(
    new InvalidRequestError(`${given}; send application/json.`, {
      status: 415,
      param: 'content-type',
      code: 'unsupported_media_type',
    }),
  );
};
