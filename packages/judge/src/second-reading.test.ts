import type { Verdict } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { allGuards } from './guards/guards.ts';
import { createJudge, type ExplainingJudge, type JudgePolicy } from './judge.ts';
import { loadDictionary } from './lexicon/dictionary.ts';
import { loadReadings, overruledFrom } from './second-reading.ts';
import { judge } from './test-judge.ts';

const POLICIES = ['strict', 'balanced', 'eager'] as const satisfies readonly JudgePolicy[];
const JUDGES: Readonly<Record<JudgePolicy, ExplainingJudge>> = {
  strict: judge,
  balanced: createJudge({ policy: 'balanced' }),
  eager: createJudge({ policy: 'eager' }),
};
const READINGS = loadReadings();
const { confirms, leniency, resolved } = READINGS;
const [overrules, together] = [READINGS.overrules, READINGS.together].map((numbers) =>
  Object.fromEntries(numbers.map(({ guards, needs }) => [guards.join('+'), needs])),
) as [Record<string, number>, Record<string, number>];

const ASKED = { threshold: 0.84 };
const STORED = { score: 0.97, minScore: 0 };

/** Whichever text was asked first. */
function verdictOn(a: string, b: string, by: ExplainingJudge = judge): Verdict {
  const there = by.judge({ ...ASKED, text: a }, { ...STORED, text: b });
  expect(by.judge({ ...ASKED, text: b }, { ...STORED, text: a })).toEqual(there);
  return there;
}

describe('the readings that decide', () => {
  test('are the higher the stricter the policy', () => {
    expect(confirms.strict).toBeGreaterThanOrEqual(confirms.balanced);
    expect(confirms.balanced).toBeGreaterThanOrEqual(confirms.eager);
    expect(leniency.strict).toBe(0);
    expect(leniency.eager).toBeGreaterThanOrEqual(leniency.balanced);
  });

  test('are higher against the judge than with it', () => {
    for (const policy of POLICIES) {
      for (const needed of Object.values(overrules))
        expect(needed - leniency[policy]).toBeGreaterThan(confirms[policy]);
    }
  });

  test('overrule what a guard or the score is named for, and nothing else', () => {
    const names = new Set([...allGuards(loadDictionary()).map(({ name }) => name), 'score']);
    const named = Object.keys({ ...overrules, ...together }).flatMap((key) => key.split('+'));
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });
});

const REWORDED = ['What is the capital of France?', "Which city serves as France's capital?"] as const;

const GERMAN = ['Wie kann ich mein Passwort zurücksetzen?', 'Wie setze ich mein Passwort zurück?'] as const;

describe('a pair that the judge accepts', () => {
  test.each(POLICIES)('in other words is to be confirmed, under the policy %s', (policy) => {
    const verdict = verdictOn(...REWORDED, JUDGES[policy]);
    expect(verdict).toMatchObject({ accepted: true, needs: confirms[policy] });
  });

  test.each([
    ['in the very same', 'How do I reset my password?'],
    ['in another case', 'how do I reset my password?'],
    ['with other punctuation', 'How do I reset my password'],
    ['with other spacing', '  How do I   reset my password? '],
    ['asked by another, kindly, in the', 'How can we reset my password, please?'],
  ])('%s words is not read', (_, other) => {
    const verdict = verdictOn('How do I reset my password?', other);
    expect(verdict.accepted).toBe(true);
    expect(verdict).not.toHaveProperty('needs');
  });

  test.each([
    ['Show the first ten rows', 'Show the first 10 rows'],
    ['Who won the semi-final?', 'Who won the semifinal?'],
    ['What fits on 1 TB of storage?', 'What fits on one terabyte of storage?'],
    ['When do I leave for a train at 2:30 pm?', 'When do I leave for a train at 14:30?'],
  ])('in the same words with another spelling is not read: %j, %j', (one, other) => {
    const verdict = verdictOn(one, other);
    expect(verdict.accepted).toBe(true);
    expect(verdict).not.toHaveProperty('needs');
  });

  test.each([
    ['Who discovered insulin?', 'Who disocvered insulin?'],
    ['ideas for a surprise party', 'ideas for a surpise party'],
  ])('in the same words misspelt is not read: %j, %j', (one, other) => {
    const verdict = verdictOn(one, other);
    expect(verdict.accepted).toBe(true);
    expect(verdict).not.toHaveProperty('needs');
  });

  test.each([
    ['How do I list planes?', 'How do I list plains?'],
    ['Who discovered insulin?', 'Who discovered inulin?'],
    ['What is a tray?', 'What is a tary?'],
  ])('in words that may be others is read or refused: %j, %j', (one, other) => {
    const { accepted, needs } = verdictOn(one, other);
    expect(accepted && needs === undefined).toBe(false);
  });

  test.each([
    ['best time of day to see the Taj Mahal', 'best time of year to see the Taj Mahal'],
    ['What does LOL stand for?', 'What does ROFL stand for?'],
    ['Write a query for users in Oslo or under 30', 'Write a query for users in Oslo and under 30'],
    ['What is the chemical formula of ammonia?', 'Quick question: what is the chemical formula of ammonia?'],
  ])('equal only as rules resolve it needs less, but is read: %j, %j', (one, other) => {
    expect(verdictOn(one, other)).toMatchObject({ accepted: true, needs: confirms.strict - resolved });
  });

  test('with an article more is to be confirmed ("few" is not "a few")', () => {
    const verdict = verdictOn('How do I reset password?', 'How do I reset a password?');
    expect(verdict).toMatchObject({ accepted: true, needs: confirms.strict });
  });

  test('in another language is not read', () => {
    const verdict = verdictOn(...GERMAN);
    expect(verdict.accepted).toBe(true);
    expect(verdict).not.toHaveProperty('needs');
  });
});

describe('a pair that the judge refuses', () => {
  test.each([
    ['argument-order', 'Why did Tom sue Ann?', 'Ann sued Tom, why?'],
    ['tense', 'Who is the king of Norway?', 'Who was the king of Norway?'],
    ['direction', 'I got a letter from the bank', 'I got a letter about the bank'],
    ['substitution', 'What is the capital of France?', 'What is the climate of France?'],
    ['addition', 'How do I learn cooking?', 'How do I learn cooking at college?'],
    ['question', 'How do I learn Rust?', 'Why learn Rust?'],
    [
      'moved-negation',
      'Why is there no letter J in Italian words?',
      "Why isn't there a letter J in Italian words?",
    ],
    [
      'person',
      'Her lawyer wrote to my lawyer. Must I reply?',
      'My lawyer wrote to her lawyer. Must I reply?',
    ],
    ['negation', 'Why is my sourdough bubbling?', "Why isn't my sourdough bubbling?"],
  ])(
    'for how it is built, for its words, for what is asked or denied (%s) may be overruled',
    (guard, a, b) => {
      expect(verdictOn(a, b)).toMatchObject({ accepted: false, guard, needs: overrules[guard] });
    },
  );

  test.each([
    [['substitution'], overrules.substitution],
    [['substitution', 'addition', 'tense'], overrules.tense],
    [['substitution', 'argument-order', 'bound'], together['argument-order+substitution']],
    [['argument-order', 'tense'], overrules.tense],
    [['substitution', 'number'], undefined],
    [['opposite'], undefined],
    [['negation', 'opposite'], overrules['negation+opposite']],
    [['negation', 'substitution', 'opposite'], overrules.substitution],
    [['negation', 'opposite', 'name'], undefined],
    [['name', 'addition'], overrules['name+addition']],
    [['name', 'substitution'], undefined],
    [['name', 'addition', 'place'], undefined],
    [[], overrules.score],
  ])('for %j together is overruled from what the hardest of them asks', (guards, needed) => {
    const found = guards.map((guard) => ({ guard }));
    expect(overruledFrom(found, READINGS, 'strict')).toBe(needed);
  });

  test('for a name that one text alone has may be overruled, for another in its place not', () => {
    const added = verdictOn('Who wrote Hamlet?', "Who wrote Shakespeare's Hamlet?");
    expect(added).toMatchObject({ accepted: false, guard: 'name', needs: overrules['name+addition'] });
    const another = verdictOn('What is the capital of France?', 'What is the capital of Spain?');
    expect(another).toMatchObject({ accepted: false, guard: 'name' });
    expect(another).not.toHaveProperty('needs');
  });

  test('for two things exchanged and a word beside them needs more', () => {
    const verdict = verdictOn(
      'How do I send a fax to an e-mail address?',
      'How do I send an e-mail to a fax number?',
    );
    expect(verdict).toMatchObject({ accepted: false, needs: together['argument-order+substitution'] });
  });

  test('for its score alone may be overruled', () => {
    const far = judge.judge(
      { text: 'What is Rust?', threshold: 0 },
      { text: 'Explain Rust', score: 0.5, minScore: 0 },
    );
    expect(far).toMatchObject({ accepted: false, guard: 'score', needs: overrules.score });
  });

  test('for its score alone is not read in another language', () => {
    const [text, other] = GERMAN;
    const far = judge.judge({ text, threshold: 0 }, { text: other, score: 0.3, minScore: 0 });
    expect(far).toMatchObject({ accepted: false, guard: 'score' });
    expect(far).not.toHaveProperty('needs');
  });

  test.each(POLICIES)('is overruled by what the policy %s says', (policy) => {
    const verdict = verdictOn('Why did Tom sue Ann?', 'Ann sued Tom, why?', JUDGES[policy]);
    const needs = overrules['argument-order']! - leniency[policy];
    expect(verdict).toMatchObject({ accepted: false, needs });
  });

  test.each([
    ['figures', 'List 3 fruits without seeds.', 'List 5 fruits without seeds.'],
    ['places', 'Are hikes in New York hard?', 'Are hikes in New York City hard?'],
    ['capitals', 'What does WHO do?', 'What does who do?'],
    ['opposites', 'Is tea safe for dogs?', 'Is tea not safe for dogs?'],
    ['quotes', "What does 'carpe diem' mean?", "What does 'memento mori' mean?"],
    ['code', 'What does `git reset` do?', 'What does `git rebase` do?'],
    ['currencies', 'Convert 100 USD to EUR', 'Convert 100 GBP to EUR'],
    ['figures and words', 'How do I cook 3 eggs?', 'How do I cook 5 eggs at college?'],
    ['negation and figures', 'Is it open on 3 days?', 'Is it not closed on 4 days?'],
    ['languages', 'How can I reset my password?', 'Wie kann ich mein Passwort zurücksetzen?'],
  ])('for a conflict of %s is not read, whatever the policy', (_, a, b) => {
    for (const policy of POLICIES) {
      const verdict = verdictOn(a, b, JUDGES[policy]);
      expect(verdict.accepted, policy).toBe(false);
      expect(verdict, policy).not.toHaveProperty('needs');
    }
  });

  test.each([
    ['the threshold', { threshold: 0.99, minScore: 0 }],
    ['the entry’s own', { threshold: 0.84, minScore: 0.99 }],
  ])('for a cosine below %s is not read', (_, { threshold, minScore }) => {
    const verdict = judge.judge(
      { text: REWORDED[0], threshold },
      { text: REWORDED[1], score: 0.98, minScore },
    );
    expect(verdict.accepted).toBe(false);
    expect(verdict).not.toHaveProperty('needs');
  });

  test('for its length is not read', () => {
    const long = 'word '.repeat(301);
    const verdict = verdictOn(long, `${long}?`);
    expect(verdict).toMatchObject({ accepted: false, guard: 'payload' });
    expect(verdict).not.toHaveProperty('needs');
  });
});
