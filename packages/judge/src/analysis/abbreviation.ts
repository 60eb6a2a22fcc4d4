/** Letters and words of the longest abbreviation that is taken apart. */
const MOST_LETTERS = 7;
export const MOST_WORDS = 9;

const SMALL = new Set('of and the for in on to a an by with'.split(' '));

/** The letters of what may be an abbreviation (`PCOS`, `STDs`), or ''. */
export function lettersOf(short: string): string {
  const letters = short.replace(/(?<=[A-Z])s$/u, '').toLowerCase();
  return /^[a-z]{2,}$/u.test(letters) && letters.length <= MOST_LETTERS ? letters : '';
}

/**
 * Whether each word gives its first letter; `of` and `and` may give none, and one word another of its letters
 * (`deoxyribonucleic acid`, `DNA`). The last letter may stand for what is left out (`remote desktop`, `RDP`).
 */
export function abbreviates(letters: string, words: readonly string[]): boolean {
  if (words.length < 2 || words.length > MOST_WORDS) return false;
  let at = 0;
  let extra = 0;
  for (const [index, word] of words.entries()) {
    if (word[0] === letters[at]) at += 1;
    else if (index === 0 || !SMALL.has(word)) return false;
    const follows = words[index + 1]?.[0];
    const letter = letters[at];
    if (extra === 0 && letter !== undefined && letter !== follows && word.includes(letter, 1)) {
      [at, extra] = [at + 1, 1];
    }
  }
  return at === letters.length || (at === letters.length - 1 && at >= 2);
}
