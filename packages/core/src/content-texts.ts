import { isJsonObject, type JsonObject } from './json.ts';

/** Which ends of a text are ends of what is said: not where two texts meet, which some upstreams join as they are. */
export type Ends = { readonly start: boolean; readonly end: boolean };

export const BOTH_ENDS: Ends = { start: true, end: true };

type Change = (text: string, ends: Ends) => string | readonly string[] | null;

/** A message's content with its text changed, or that of each part that has one. Any other part between two texts is an end of both. */
export function mapTexts(content: unknown, change: Change): unknown {
  if (typeof content === 'string') return change(content, BOTH_ENDS);
  if (!Array.isArray(content)) return content;
  return content.map((part: unknown, at) => {
    if (!hasText(part)) return part;
    const ends = { start: !hasText(content[at - 1]), end: !hasText(content[at + 1]) };
    return { ...part, text: change(part.text, ends) };
  });
}

/** What a content says: each text, and those next to each other once more as the one text that some upstreams make of them. */
export function saidTexts(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  const runs: string[][] = [[]];
  for (const part of content as readonly unknown[]) {
    if (hasText(part)) runs.at(-1)?.push(part.text);
    else runs.push([]);
  }
  return runs.flatMap((run) => (run.length > 1 ? [...run, run.join('')] : run));
}

/** The text without the white space at those ends. */
export function trimAt(text: string, { start, end }: Ends): string {
  const begun = start ? text.trimStart() : text;
  return end ? begun.trimEnd() : begun;
}

/** The white space before a text and after it, `null` where there is none. */
export function whiteSpaceAround(text: string): readonly string[] | null {
  if (text === text.trim()) return null;
  return [text.slice(0, text.length - text.trimStart().length), text.slice(text.trimEnd().length)];
}

function hasText(part: unknown): part is JsonObject & { readonly text: string } {
  return isJsonObject(part) && typeof part['text'] === 'string';
}
