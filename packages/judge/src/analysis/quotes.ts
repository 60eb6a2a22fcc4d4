/** A stretch between quotation marks or backticks; offsets of what stands inside. */
export type QuotedSpan = { readonly start: number; readonly end: number; readonly text: string };

/** A quotation longer than this is a passage: it is compared as such, by its words. */
const LONGEST = 2_000;

/**
 * Finds the quoted spans of a folded text, left to right, without nesting. An apostrophe opens a quotation only
 * before a letter and after white space, and closes one only before white space or punctuation.
 */
export function findQuotes(text: string): readonly QuotedSpan[] {
  const spans: QuotedSpan[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const mark = openingMark(text, at);
    if (mark === undefined) continue;
    const start = at + mark.length;
    const end = closing(text, start, mark);
    if (end === -1) continue;
    spans.push({ start, end, text: text.slice(start, end).trim() });
    at = end + mark.length - 1;
  }
  return spans;
}

function openingMark(text: string, at: number): string | undefined {
  const char = text[at];
  if (char === '"') return '"';
  if (char === '`') return text.startsWith('```', at) ? '```' : '`';
  if (char !== "'") return undefined;
  const opens = at === 0 || /[\s([{:,=-]/u.test(text[at - 1] ?? '');
  return opens && /\S/u.test(text[at + 1] ?? '') ? "'" : undefined;
}

function closing(text: string, start: number, mark: string): number {
  for (let end = text.indexOf(mark, start); end !== -1; end = text.indexOf(mark, end + 1)) {
    if (end - start > LONGEST) return -1;
    if (mark !== "'") return end > start ? end : -1;
    const after = text[end + 1] ?? ' ';
    if (end > start && /[^\p{L}\p{N}]/u.test(after) && !/\s/u.test(text[end - 1] ?? ' ')) return end;
  }
  return -1;
}
