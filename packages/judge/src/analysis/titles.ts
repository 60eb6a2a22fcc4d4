import type { Token } from './token.ts';

/** They are said of one whose name is said too. Others part people: `Mrs Obama`, `Saint Thomas More`, `Prince Harry`. */
const TITLES = new Set('sir dame president professor dr actor actress singer composer painter'.split(' '));

/** Without the title before a full name: `Sir David Attenborough`, `President Nelson Mandela`, `the composer Clara Schumann`. */
export function withoutTitles(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(({ norm }) => TITLES.has(norm))) return tokens;
  return tokens.filter((token, at) => {
    const isArticle =
      token.norm === 'the' && isTitle(tokens, at + 1) && tokens[at + 1]?.letterCase === 'lower';
    return !isArticle && !isTitle(tokens, at);
  });
}

function isTitle(tokens: readonly Token[], at: number): boolean {
  const [title, first, last] = tokens.slice(at, at + 3);
  if (title === undefined || title.quoted || !TITLES.has(title.norm)) return false;
  const isNamed = [first, last].every((token) => token?.kind === 'word' && token.letterCase === 'title');
  return isNamed && (title.letterCase === 'title' || tokens[at - 1]?.norm === 'the');
}
