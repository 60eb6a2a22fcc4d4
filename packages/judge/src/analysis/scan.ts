import { foldTypography } from './fold.ts';
import { foldSignNames } from './sign-names.ts';
import { foldOrdinals } from './in-a-row.ts';
import { foldSums } from './sums-said.ts';
import { findQuotes, type QuotedSpan } from './quotes.ts';
import { tokenOf, type Piece, type Token } from './token.ts';

export type Scan = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly quotes: readonly QuotedSpan[];
};

const WORD = /^\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:'[\p{Script=Latin}\p{M}]+)*'?$/u;
const ASCII_WORD = /^[A-Za-z]+(?:'[A-Za-z]+)?$/u;
const HYPHENATED =
  /^(?:\d{1,3}(?:,\d{3})+|[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{M}\p{N}']*)(?:-[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{M}\p{N}']*)+$/u;
const OTHER_LETTERS = /[^\P{L}\p{Script=Latin}]/u;
const OPENERS = '"\'([{<*_`¿¡';
const CLOSERS = '"\')]}>.,!?;:*_`';
/** A dot before one of these is part of a name: `node.js`, `example.com`, `data.csv`. */
const DOTTED =
  /\.(?:js|ts|py|rb|go|rs|c|h|java|cpp|cs|php|html?|css|json|ya?ml|xml|csv|tsv|txt|md|pdf|docx?|xlsx?|png|jpe?g|gif|svg|mp[34]|zip|tar|gz|exe|sh|bat|sql|env|log|ini|toml|lock|net|com|org|io|ai|dev|edu|gov|co|uk|de|in|app|me|info)$/iu;
const NUMERIC = /^[+-]?(?:\d[\d,.:/'’-]*\d|\d|\.\d+)$/u;
const OPERATORS = /^[-+*/=<>!^%&|~#@$\\?:.€£¥₹°±×÷√∞≤≥≠]+$/u;

/** Splits a text into tokens with their offsets. One pass, no look-behind, linear in the length of the text. */
export function scan(raw: string): Scan {
  const text = foldOrdinals(foldSignNames(foldSums(foldTypography(raw)))).trim();
  const quotes = findQuotes(text);
  const tokens: Token[] = [];
  const shouted = isShouted(text);
  let opens = true;
  let quote = 0;
  for (const chunk of text.matchAll(/\S+/gu)) {
    for (const read of pieces(chunk[0], chunk.index)) {
      const piece = insists(read, text, tokens.at(-1)) ? { ...read, kind: 'punct' as const } : read;
      while ((quotes[quote]?.end ?? Infinity) <= piece.start) quote += 1;
      const quoted = (quotes[quote]?.start ?? Infinity) <= piece.start;
      const behind = text.slice(piece.start + piece.text.length);
      const inside =
        piece.kind === 'punct'
          ? /^\s+\p{Ll}/u.test(behind)
          : /^\s*(?:$|[.?!,;]|(?:in|on|with|using|for|from|at|by|and|or)\s)/u.test(behind);
      const token = tokenOf(piece, { opens, quoted, inside });
      tokens.push(shouted && token.kind === 'word' ? { ...token, letterCase: 'lower' } : token);
      opens = piece.kind === 'punct' ? opens || '.?!:;-'.includes(piece.text[0] ?? ' ') : false;
    }
  }
  return { text, tokens, quotes };
}

/** `WHY IS MY PHONE SLOW`: where all is in capitals they say nothing. */
function isShouted(text: string): boolean {
  return !/\p{Ll}/u.test(text) && /\p{Lu}{2,}\P{L}+\p{Lu}+\P{L}+\p{Lu}{2,}/u.test(text);
}

const NAMED_SIGNS = new Set('operator symbol sign mean called is are and or use of the does'.split(' '));

/** `Why do we dream ??`, `I wonder ...`, `my cat is sick ... what now` insist; `What is the operator ??` names it. */
function insists({ kind, text, start }: Piece, whole: string, before: Token | undefined): boolean {
  if (kind !== 'symbol' || !/^(?:[?!]{2,}|\.{2,})$/u.test(text)) return false;
  if (before?.kind !== 'word' || NAMED_SIGNS.has(before.norm)) return false;
  const behind = whole.slice(start + text.length, start + text.length + 12);
  // Between letters it may be an operator: `a .. b`.
  return behind === '' || (text.startsWith('.') && before.norm.length > 2 && PAUSED.test(behind));
}

const PAUSED = /^\s+(?!(?:mean|means|do|does|stand|stands|match|in|operator|symbol|sign|or|and)\b)\p{L}{2}/u;

function* pieces(chunk: string, start: number): Generator<Piece> {
  if (ASCII_WORD.test(chunk)) return yield { text: chunk, kind: 'word', start, glued: false };
  if (isWhole(chunk)) return yield* core(chunk, start, false);
  let [from, to] = [0, chunk.length];
  while (from < to && OPENERS.includes(chunk[from] ?? ' ')) from += 1;
  while (to > from && CLOSERS.includes(chunk[to - 1] ?? 'x')) to -= 1;
  const inner = restored(chunk, from, to);
  if (inner === '') return yield* run(chunk, start);
  for (let at = 0; at < inner.from; at += 1) yield punct(chunk, start, at);
  yield* core(chunk.slice(inner.from, inner.to), start + inner.from, false);
  for (let at = inner.to; at < chunk.length; at += 1) yield punct(chunk, start, at);
}

/** `C++`, `-r`, `.NET`, `#include`, `1.5.` keep what only looks like punctuation. */
function isWhole(chunk: string): boolean {
  return (
    /^[A-Za-z](?:\+\+|#)$/u.test(chunk) ||
    /^--?[A-Za-z][\w-]*$/u.test(chunk) ||
    /^\.[A-Za-z]\w+$/u.test(chunk)
  );
}

/** Brackets that belong to the inside are taken back: `f(x)`, `a[0]`, `C++)`, `Arc<Mutex<T>>`. */
function restored(chunk: string, from: number, to: number): '' | { from: number; to: number } {
  if (from >= to) return '';
  let end = to;
  for (const [open, close] of ['()', '[]', '{}', '<>'] as const) {
    while (
      end < chunk.length &&
      chunk[end] === close &&
      count(chunk, open ?? '', from, end) > count(chunk, close ?? '', from, end)
    ) {
      end += 1;
    }
  }
  return { from, to: end };
}

function count(text: string, char: string, from: number, to: number): number {
  let found = 0;
  for (let at = from; at < to; at += 1) if (text[at] === char) found += 1;
  return found;
}

function punct(chunk: string, start: number, at: number): Piece {
  return { text: chunk[at] ?? '', kind: 'punct', start: start + at, glued: at > 0 };
}

/** A chunk of signs alone: sentence punctuation stays punctuation, anything else is an operator. */
function* run(chunk: string, start: number): Generator<Piece> {
  const kind =
    !/^[.,!?;:]{2,}$/u.test(chunk) &&
    /^(?:\.\.\.|[.,!?;:"'()[\]{}_`]+|-+|\*{1,3}|<|>)$/u.test(chunk) &&
    !/^[<>*]$/u.test(chunk)
      ? 'punct'
      : 'symbol';
  yield { text: chunk, kind, start, glued: false };
}

function* core(text: string, start: number, glued: boolean): Generator<Piece> {
  if (WORD.test(text)) return yield { text, kind: 'word', start, glued };
  if (NUMERIC.test(text)) return yield { text, kind: 'number', start, glued };
  const owner = /^(.*\d|\p{L}{1,3}&\p{L}{1,3})('s)$/u.exec(text);
  if (owner) {
    const [, named = '', genitive = ''] = owner;
    yield* core(named, start, glued);
    return yield { text: genitive, kind: 'word', start: start + named.length, glued: true };
  }
  if (OTHER_LETTERS.test(text)) return yield* scripts(text, start, glued);
  if (HYPHENATED.test(text) && !/^\p{L}(?:-\p{L})+$/u.test(text))
    return yield* split(text, start, glued, '-');
  if (isWhole(text) || /^(?:[a-z]\+\+|[a-z]#|\.net)\d*$/iu.test(text))
    return yield { text, kind: text.startsWith('-') ? 'code' : 'mixed', start, glued };
  // In lower case the first of its letters would be a small word.
  if (/^(?:at&t|a&[emw])$/iu.test(text)) return yield { text, kind: 'mixed', start, glued };
  if (OPERATORS.test(text)) return yield { text, kind: 'symbol', start, glued };
  const called = /^([A-Za-z]+)\(\)$/u.exec(text);
  if (called) return yield { text: called[1] ?? text, kind: 'word', start, glued };
  const plural = /^(\p{Script=Latin}+)\((?:s|es)\)$/u.exec(text);
  if (plural) return yield { text: plural[1] ?? text, kind: 'word', start, glued };
  const initials = /^(?:\p{Script=Latin}\.)+\p{Script=Latin}?$/u.test(text);
  if (initials) return yield { text: text.replaceAll('.', ''), kind: 'word', start, glued };
  yield* compound(text, start, glued);
}

/** Words joined by sentence signs, figures with units, small formulas; what is left is code. */
function* compound(text: string, start: number, glued: boolean): Generator<Piece> {
  const address = text.includes('://') || /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text) || /^[/~.]/u.test(text);
  if (!address && /^\p{Script=Latin}[\p{L}\p{N}'-]*(?:\/\p{Script=Latin}[\p{L}\p{N}'-]*)+$/u.test(text)) {
    return yield* split(text, start, glued, '/');
  }
  if (
    !address &&
    /^[\p{L}\p{N}'-]+(?:[,;!?"()]+|\.{1,3})[\p{L}\p{N}'"(-]+/u.test(text) &&
    !DOTTED.test(text) &&
    isProse(text)
  ) {
    return yield* sentence(text, start, glued);
  }
  // `$20-an-hour`.
  const priced = /^([$€£¥₹]\d[\d.,]*\p{L}?)-(\p{L}+(?:-\p{L}+)*)$/u.exec(text);
  if (priced) {
    const [, price = '', unit = ''] = priced;
    yield* formula(price, start, glued);
    return yield* split(unit, start + price.length + 1, true, '-');
  }
  if (!address && isFormula(text)) {
    return yield* formula(text, start, glued);
  }
  yield { text, kind: /[\p{L}\p{N}]/u.test(text) ? 'code' : 'symbol', start, glued };
}

/** Figures with signs and units, or two short operands around an operator. */
function isFormula(text: string): boolean {
  if (/^\p{L}{1,3}[-+*/=<>^%&|]+\p{L}{1,3}$/u.test(text)) return true;
  return /\d/u.test(text) && /^[\p{L}\p{N}.,:'+\-*/=<>^%$€£¥₹#°&|!]+$/u.test(text);
}

/** `end.Next` and `one,two` are prose with a space forgotten; `os.path` and `a,b` are not sure to be. */
function isProse(text: string): boolean {
  return !text.includes('.') || /\p{Ll}{2}\.{1,3}\p{Lu}/u.test(text) || text.includes('..');
}

function* split(text: string, start: number, glued: boolean, separator: string): Generator<Piece> {
  let at = 0;
  for (const part of text.split(separator)) {
    if (part !== '') yield* core(part, start + at, glued || at > 0);
    at += part.length + separator.length;
  }
}

function* sentence(text: string, start: number, glued: boolean): Generator<Piece> {
  for (const part of text.matchAll(/[\p{L}\p{M}\p{N}'-]+|[^\p{L}\p{M}\p{N}'-]/gu)) {
    const at = start + part.index;
    if (/[\p{L}\p{N}]/u.test(part[0])) yield* core(part[0], at, glued || part.index > 0);
    else yield { text: part[0], kind: 'punct', start: at, glued: true };
  }
}

/** `12+30`, `a-b`, `5km`, `$100`, `50%`, `iPhone12`: runs of figures, letters and signs. */
function* formula(text: string, start: number, glued: boolean): Generator<Piece> {
  if (/^\p{L}+\d*\p{L}*\d*$/u.test(text) || /^\d+\p{L}+\d+\p{L}*$/u.test(text))
    return yield* mixed(text, start, glued);
  for (const part of text.matchAll(
    /(?:(?<=^)-(?=\d+(?:[.,]\d+)?[°%]))?\d+(?:[.,:]\d+)*|°?\p{L}+|[€$£¥%](?=\/)|[^\p{L}\d]+/gu,
  )) {
    const kind = /^-?\d/u.test(part[0]) ? 'number' : /^°?\p{L}/u.test(part[0]) ? 'word' : 'symbol';
    yield { text: part[0], kind, start: start + part.index, glued: glued || part.index > 0 };
  }
}

/** `iPhone12` and `gpt4` are a name and a figure; `b12`, `k8s`, `2FA` are names of their own. */
function* mixed(text: string, start: number, glued: boolean): Generator<Piece> {
  const named = /^(\p{L}{2,})(\d+)$/u.exec(text);
  if (!named) return yield { text, kind: 'mixed', start, glued };
  const [, name = '', figure = ''] = named;
  yield { text: name, kind: 'word', start, glued };
  yield { text: figure, kind: 'number', start: start + name.length, glued: true };
}

function* scripts(text: string, start: number, glued: boolean): Generator<Piece> {
  for (const part of text.matchAll(/[\p{Script=Latin}\p{N}]+|[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu)) {
    const at = start + part.index;
    if (OTHER_LETTERS.test(part[0]))
      yield { text: part[0], kind: 'script', start: at, glued: glued || part.index > 0 };
    else if (/[\p{L}\p{N}]/u.test(part[0])) yield* core(part[0], at, glued || part.index > 0);
    else
      yield { text: part[0], kind: /^\p{P}+$/u.test(part[0]) ? 'punct' : 'symbol', start: at, glued: true };
  }
}
