import type { Element } from './element.ts';
import { functionClass } from './function-words.ts';
import type { Item } from './item.ts';

/** `has just fired me`, not `has fried rice`. */
export function isPerfect(previous: Element, next: Item | undefined): boolean {
  if (!['has', 'have', 'had'].includes(previous.word)) return false;
  const named = next === undefined ? undefined : functionClass(next.word);
  return (
    next === undefined ||
    next.token.kind === 'punct' ||
    (named !== undefined && ['det', 'poss', 'pron', 'prep'].includes(named))
  );
}

/** `prevent the dog barking`: what is behind the object is what it does. */
export function isPrevented(before: readonly Element[]): boolean {
  const verb = before.findLastIndex((element) => element.verb);
  return (
    before[verb]?.word === 'prevent' &&
    verb < before.length - 1 &&
    before
      .slice(verb + 1)
      .every(({ kind, function: named }) =>
        named === undefined
          ? kind === 'content' || kind === 'exact'
          : ['det', 'poss', 'pron'].includes(named),
      )
  );
}
