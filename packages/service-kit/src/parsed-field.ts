import { z } from 'zod';
import { toText } from './to-text.ts';

/** What a field's parser gives: the value, or what is wrong with the text, to be read after the field's name. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** A configuration field read from text. `undefined` is a missing required value. */
export function parsedField<T>(parse: (text: string) => Parsed<T>): z.ZodType<T> {
  return z.unknown().transform((input, context): T => {
    const parsed = input === undefined ? { problem: 'must be set' } : parse(toText(input));
    if ('value' in parsed) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  });
}
