/** `x-cache` in words, and the colour it wears everywhere on the page. */
const OUTCOMES = new Map([
  ['exact-hit', { label: 'Exact hit', tone: 'exact' }],
  ['semantic-hit', { label: 'Semantic hit', tone: 'semantic' }],
  ['stale', { label: 'Stale', tone: 'exact' }],
  ['miss', { label: 'Miss', tone: 'miss' }],
  ['refresh', { label: 'Refreshed', tone: 'miss' }],
  ['coalesced', { label: 'Coalesced', tone: 'coalesced' }],
  ['bypass', { label: 'Bypassed', tone: 'bypassed' }],
]);

/** @param {string} outcome */
export function outcomeWords(outcome) {
  return OUTCOMES.get(outcome) ?? { label: outcome === '' ? 'Answered' : outcome, tone: 'miss' };
}

/** The proxy's names for what may stop an answer from the cache, in words. Any other name is a guard's. */
const CAUSES = new Map([
  ['no-candidate', 'nothing similar is stored'],
  ['below-threshold', 'what is stored is not similar enough'],
  ['entry-threshold', 'the entry itself asks for more similarity'],
  ['reading', 'read together, the two questions differ'],
  ['degraded', 'a part of the cache is down'],
  ['gone', 'the similar entry has just gone'],
  ['outdated', 'the similar entry is of an older cache version'],
  ['truncated', 'the question is too long to be compared by meaning'],
  ['too-long', 'the question is too long to be compared by meaning'],
  ['too-short', 'the question is too short to be compared by meaning'],
  ['unknown-tokens', 'the embedding model does not know most of these words'],
  ['temperature', 'the temperature asks for variety'],
  ['requested', 'the request asked for it'],
  ['no-store', 'the request asked for it'],
  ['mode', 'the request asked for it'],
  ['policy', 'a rule of the cache policy says so'],
  ['pattern', 'its text holds what a rule of the cache policy keeps out'],
  ['off', 'it is turned off'],
  ['tools', 'the request offers tools'],
  ['thinking', 'the model is asked to think'],
  ['not-user-last', 'the last message is not from the user'],
  ['not-text', 'the request has more than text'],
  ['multiple-choices', 'several answers were asked for'],
  ['logprobs', 'log probabilities were asked for'],
  ['audio', 'audio was asked for'],
  ['upstream-state', 'it goes on from what the upstream keeps'],
  ['hosted-tools', 'the request offers tools that the upstream runs'],
  ['endpoint', 'this endpoint is not compared by meaning'],
]);

/** @param {string} name */
export function causeWords(name) {
  return CAUSES.get(name) ?? `the guard “${name}” stopped the nearest entry`;
}
