import type { Comparison } from '../compare/comparison.ts';

/**
 * Signs that are content wherever they stand, in their order and whatever spaces are between: `7//2`, `7/2`; `*args`, `**args`;
 * `[1, 3)`, `[1, 3]`. Most are read as punctuation, so that nothing else would see them.
 */
export function otherSigns({ a, b }: Comparison): string | undefined {
  if (SUM.test(a.text) && SUM.test(b.text) && factorialsIn(a.text) !== factorialsIn(b.text))
    return '"!" behind a figure';
  const sum = onlySum(a.text);
  const turned = sum?.toReversed().join(' ');
  if (sum !== undefined && sum[0] !== sum[2] && turned === onlySum(b.text)?.join(' '))
    return `"${sum.join(' ')}" against "${turned}"`;
  if (!SIGNED.test(a.text) && !SIGNED.test(b.text)) return undefined;
  const [one, other] = [plainly(a.text), plainly(b.text)];
  // `the difference between = and ==`, `… between == and =`
  const areCompared = COMPARED.test(one) && COMPARED.test(other);
  const written = (signs: readonly string[]): string =>
    areCompared ? signs.toSorted().join(' ') : signs.join('');
  for (const read of [signsOf, named]) {
    const [ofA, ofB] = [written(read(one, other)), written(read(other, one))];
    if (ofA !== ofB) return `"${ofA}" against "${ofB}"`;
  }
  return undefined;
}

/** `Evaluate 5!` shouts nothing. */
const SUM =
  /^(?:evaluate|calculate|compute|simplify|solve|find|what(?:'s| is)|how much is)?(?: the value of)?(?: (?:the )?square root of)?\s*\d[-\d\s!+*/^().×÷?=]*$/iu;

function factorialsIn(text: string): string {
  return (text.match(/\d!+/gu) ?? []).join(' ');
}

const TWO_FIGURES =
  /(?<![\d.,^/*+-]|[-+*/^÷] )(-?\d+(?:\.\d+)?)( [-/÷<>] | (?:is )?(?:greater|bigger|larger|less|smaller) than | ?\^ ?)(-?\d+(?:\.\d+)?)(?![\d.,]*\d| ?[-+*/^×÷])/u;

/** `2^10`, `10^2`: two figures of which it matters which stands first. */
function onlySum(text: string): readonly string[] | undefined {
  return TWO_FIGURES.exec(text)
    ?.slice(1)
    .map((part) => COMPARISONS[part.replace(/ is /u, '').trim()] ?? part.trim());
}

const COMPARISONS: Readonly<Record<string, string>> = {
  'greater than': '>',
  'bigger than': '>',
  'larger than': '>',
  'less than': '<',
  'smaller than': '<',
};

const COMPARED = /\b(?:differen(?:ce|t)|differ|compare|vs|versus)\b/iu;

const SIGNED = /[*+=<>^|~_[\]{}\\/(]|--|\.\.|(?:^|\s)[^\p{L}\p{N}\s]+(?:\s|$)/u;
const ALWAYS =
  /[*+=<>^|~_[\]{}\\]|\/{2,}|(?<!\p{L})-{2,}|-{2,}(?!\p{L})|(?<=[^\s.])\.{2,}(?=[^\s.])|,(?=[)\]}])|\)\(|(?<=\w\()["']/gu;
/** `'5' == 5` */
const QUOTED_FIGURE = /(?<=["'])\d+(?=["'])/gu;

/** A sign that the other text has not, but says: `5 + 3`, `5 plus 3`; `rice + beans`, `rice and beans`. */
const SAID: readonly (readonly [sign: RegExp, said: RegExp, shown: string])[] = [
  ['->', 'to|into|from'],
  ['=>', 'to|into|from'],
  ['+', 'plus|and|with|add(?:ed)?|older|more|over|above|least|minimum'],
  ['=', 'equals?|is|are|in|to'],
  ['*', 'times|multipl\\w+|by|asterisks?|stars?|x'],
  ['<', 'less|below|under|fewer|smaller|lower|angle'],
  ['>', 'greater|more|over|above|bigger|larger|higher|angle'],
  ['~', 'about|around|approximately|roughly|circa|tildes?'],
  ['^', 'power|squared?|cubed?|carets?|to the'],
  ['_', 'underscores?'],
  ['|', 'pipes?|or|bar'],
  ['\\', 'backslash(?:es)?'],
].map(([sign = '', said = '']) => {
  const escaped = sign.replaceAll(/[+*|^\\]/gu, String.raw`\$&`);
  return [
    new RegExp(`(?<![-+*/=<>^|~_\\\\])${escaped}(?![-+*/=<>^|~_\\\\])`, 'gu'),
    new RegExp(`\\b(?:${said})\\b`, 'giu'),
    sign,
  ] as const;
});

function signsOf(text: string, other: string): readonly string[] {
  let left = text;
  for (const [sign, said, shown] of SAID) {
    const signs = countOf(text, sign);
    // `5 > 3 and 4 < 6`: which of the two is said where?
    const areBoth = '<>'.includes(shown) && /<[^<>]*>|>[^<>]*</u.test(text);
    if (
      signs > 0 &&
      !areBoth &&
      other.search(sign) === -1 &&
      countOf(other, said) - countOf(text, said) >= signs
    )
      left = left.replaceAll(sign, ' ');
  }
  const signs = left
    .split(/\s+/u)
    .map((chunk) => (chunk.match(ALWAYS) ?? []).join(''))
    .filter((chunk) => chunk !== '');
  return signs.length === 0 ? [] : [...signs, ...(left.match(QUOTED_FIGURE) ?? [])];
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Without what sets a text: emphasis, bullets, `2 + 2 =` for `2 + 2`, dashes and dots between phrases, `wasn 't`. */
function plainly(text: string): string {
  const set = text
    .replace(/(?<=[^\s?.!])[\s?.!]+$/u, '')
    .replace(/(?<!\s)\s*=$/u, '')
    .replaceAll(/(?<![^\s("'])(\*{1,3})(?=[\p{L}\p{N}])([^*\n]{0,200}[^*\s])\1(?![^\s.,!?;:)"'])/gu, '$2')
    .replaceAll(/(?<=\p{L})\s*'(?=\p{L})/gu, '')
    .replaceAll('×', '*');
  return (set.includes('\n') ? set.replaceAll(/(?<=^|\n)\s*[*+>]\s/gu, '') : set)
    .replaceAll(
      /(?<=\s)(?:-{2,}|={2,}>|\.{2,})(?=\s+(?!(?:mean|means|called|do|does|stand|match|in)\b))/gu,
      ' ',
    )
    .replaceAll(/(?<=\p{L})\.{2,}(?=\p{Ll}{2})/gu, ' ');
}

const CHUNK =
  /(?<=^|\s)[^\p{L}\p{N}\s\p{Extended_Pictographic}]+(?:\s+[^\p{L}\p{N}\s\p{Extended_Pictographic}]+)*(?=\s|$)/gu;
const SPOKEN_OF =
  /^\s+(?:means?|called|stands?|match(?:es)?|do(?!\s+(?:i|you|we|they)\b)|does(?!\s+\w+\s+\w))\b/iu;
const SPOKEN_BEFORE =
  /\b(?:does|of|is|the|an?|use|what's|operator|symbol|sign|between|and|or|called|character|type|escape|insert)\s+$/iu;
const SPOKEN_BEHIND = /^\s*(?:$|(?:in|at|for|used|operator|symbol|sign|and|or|character|key)\b)/iu;
/** `names ending in ?` */
const ENDED_BY =
  /\b(?:end|ends|ending|begin|begins|beginning|start|starts|starting) (?:in|with) (?:an? )?$/iu;

/** Signs that stand by themselves and are spoken of: `What does ; mean`, `cd - does`, `the operator ::`. */
function named(text: string): readonly string[] {
  return Array.from(text.matchAll(CHUNK))
    .filter(({ 0: chunk, index }) => {
      const behind = text.slice(index + chunk.length);
      const before = text.slice(0, index);
      return (
        SPOKEN_OF.test(behind) ||
        ENDED_BY.test(before) ||
        (SPOKEN_BEFORE.test(before) && SPOKEN_BEHIND.test(behind))
      );
    })
    .map(([chunk]) => chunk.replaceAll(/\s+/gu, '').replace(/^(["'`])(.+)\1$/u, '$2'));
}
