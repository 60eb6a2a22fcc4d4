import { z } from 'zod';
import { toText } from './to-text.ts';

/** What a field's parser gives: the value, or what is wrong with the text, to be read after the field's name. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** A configuration field read from text. `undefined` is a missing required value. */
export function parsedField<T>(parse: (text: string) => Parsed<T>): z.ZodType<T> {
  return fieldFrom((input) => (Array.isArray(input) ? NOT_A_LIST : parse(toText(input))));
}

/** The same for one that a file may also say as a list: its items come with commas between them. */
export function parsedListField<T>(parse: (text: string) => Parsed<T>): z.ZodType<T> {
  return fieldFrom((input) => parse(toText(input)));
}

const NOT_A_LIST = { problem: 'must be a value, not a list' };

function fieldFrom<T>(read: (input: unknown) => Parsed<T>): z.ZodType<T> {
  return z.unknown().transform((input, context): T => {
    const parsed = input === undefined ? { problem: 'must be set' } : read(input);
    if ('value' in parsed) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  });
}
