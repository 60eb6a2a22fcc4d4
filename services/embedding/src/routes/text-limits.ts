import { InvalidRequestError } from '@strata/core/errors';

export type TextLimits = {
  readonly maxTexts: number;
  /** UTF-16 units of one text. */
  readonly maxCharacters: number;
};

export type TextsCheck = {
  readonly limits: TextLimits;
  /** The field they came in. */
  readonly param: string;
  /** What a bad shape is answered with: 422 or 400, as the endpoint's clients know it. */
  readonly status: number;
};

/** The value as a list of texts. Throws `InvalidRequestError`: the given status for its shape, 413 for its size. */
export function readTexts(value: unknown, check: TextsCheck): readonly string[] {
  const { param, status, limits } = check;
  if (!Array.isArray(value))
    throw new InvalidRequestError(`"${param}" must be a list of strings.`, { param, status });
  if (value.length > limits.maxTexts) {
    const message = `"${param}" holds ${value.length} texts; ${limits.maxTexts} are the most in one call.`;
    throw new InvalidRequestError(message, { param, status });
  }
  return value.map((text, index) => readText(text, { ...check, param: `${param}[${index}]` }));
}

export function readText(value: unknown, { limits, param, status }: TextsCheck): string {
  if (typeof value !== 'string')
    throw new InvalidRequestError(`"${param}" must be a string.`, { param, status });
  if (value.length <= limits.maxCharacters) return value;
  const message = `"${param}" is longer than ${limits.maxCharacters} characters.`;
  throw new InvalidRequestError(message, { param, status: 413 });
}

export function readObject(body: unknown, status: number): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new InvalidRequestError('The request body must be a JSON object.', { status });
}
