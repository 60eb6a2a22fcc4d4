/**
 * A negation-only guard, as vLLM Semantic Router puts after its threshold, written from its description: it looks only at texts
 * whose sets of words differ by at most two words, and refuses when a negation word stands on one side alone or when the
 * differing words are a known pair of opposites.
 */
const MOST_DIFFERENCES = 2;
const NEGATIONS = new Set(['not', 'no', 'never', 'without', 'cannot']);
const OPPOSITES = new Set(
  [
    'enable disable, enabled disabled, on off, open closed, open close, start stop, add remove, grant revoke',
    'increase decrease, active inactive, forward back, forward backward, allow deny, accept reject',
    'connect disconnect, include exclude, lock unlock',
  ]
    .join(', ')
    .split(', ')
    .flatMap((pair) => [pair, pair.split(' ').toReversed().join(' ')]),
);

/** True when the two texts are nearly the same words and differ in polarity. */
export function polarityDiffers(one: string, other: string): boolean {
  const [left, right] = [wordSet(one), wordSet(other)];
  const onlyLeft = [...left.difference(right)];
  const onlyRight = [...right.difference(left)];
  if (onlyLeft.length + onlyRight.length > MOST_DIFFERENCES) return false;
  if (onlyLeft.some(isNegation) !== onlyRight.some(isNegation)) return true;
  return onlyLeft.some((word) => onlyRight.some((opposite) => OPPOSITES.has(`${word} ${opposite}`)));
}

function isNegation(word: string): boolean {
  return NEGATIONS.has(word);
}

function wordSet(text: string): ReadonlySet<string> {
  const spelled = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll("can't", 'can not')
    .replaceAll("won't", 'will not')
    .replaceAll("shan't", 'shall not')
    .replaceAll("n't", ' not');
  return new Set(spelled.match(/[\p{L}\p{N}]+/gu) ?? []);
}
