/** Characters, and words and marks, of a text that is analysed: more than the embedder reads of any. */
const LONGEST = 4_000;
const MOST_PARTS = 300;

export const UNREADABLE = `texts of more than ${LONGEST} characters or ${MOST_PARTS} words and marks must be equal`;

/** Letters and digits apart, and raised figures and the like one by one, as analysis takes them. */
const PART = /[\p{L}\p{M}]+|\p{Nd}+|[^\p{L}\p{M}\p{Nd}\s]/gu;

/**
 * Whether a text is short enough to be analysed. The embedder reads 256 word pieces and each word or mark is one at
 * least, so but for texts full of codes (`a1b2`) nothing that is asked by meaning is refused here; it bounds what any text
 * can cost.
 */
export function isReadable(text: string): boolean {
  return readablePart(text).length === text.length;
}

/** The text up to those limits: what an explanation of a longer one speaks of. */
export function readablePart(text: string): string {
  if (text.length <= MOST_PARTS) return text;
  const start = text.slice(0, LONGEST);
  let parts = 0;
  for (const part of start.matchAll(PART)) {
    parts += 1;
    if (parts > MOST_PARTS) return start.slice(0, part.index);
  }
  return start;
}
