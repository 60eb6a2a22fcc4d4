import type { Analysis } from '../analysis/analyse.ts';

const QUOTED = /(["'`])((?:(?!\1)[^\n])*)\1/gu;
/** Languages to which a kind of quotation mark is a kind of thing: a character or a string, expanded or not, a column or a text. */
const BY_KIND =
  /\$[\w{(]|\b(?:bash|zsh|shell|sh|echo|printf|export|sql|mysql|postgres(?:ql)?|sqlite|oracle|select\b.+\bfrom|insert into|c|c\+\+|java|kotlin|go|golang|rust|scala|haskell|perl|php|yaml)\b/iu;
/** Behind these a quotation mark makes a string of what were a figure, a variable or a constant. */
const IN_CODE = /(?:[=(,+*/[{<>]\s?|\b(?:typeof|return|print|echo|puts)\s)(?=["'`])/u;

/** `echo "$HOME"`, `echo '$HOME'`; `typeof "5"`, `typeof 5`: code that is the same but for its quotation marks. */
export function otherQuotes(a: Analysis, b: Analysis): string | undefined {
  if (a.quotes.length + b.quotes.length === 0) return undefined;
  if (a.text === b.text || withoutMarks(a.text) !== withoutMarks(b.text)) return undefined;
  const [ofA, ofB] = [marksOf(a.text), marksOf(b.text)];
  if (ofA === ofB) return undefined;
  const isOther =
    ofA.length === ofB.length ? BY_KIND.test(a.text) : IN_CODE.test(a.text) || IN_CODE.test(b.text);
  return isOther ? `the quotation marks of "${a.text}" are others` : undefined;
}

function withoutMarks(text: string): string {
  return text
    .replaceAll(/["'`]/gu, '')
    .replaceAll(/[\s?.!]+$/gu, '')
    .toLowerCase();
}

function marksOf(text: string): string {
  return [...text.matchAll(QUOTED)].map(([, mark = '']) => mark).join('');
}
