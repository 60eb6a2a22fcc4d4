import { seededRandom, shuffled } from '../accuracy/seeded-random.ts';

const VERBS = 'reset, install, replace, clean, insure, rent, sell, repair, choose, transport'.split(', ');
const ADJECTIVES = 'broken, cheap, wooden, portable, vintage, heavy, waterproof, second-hand'.split(', ');
const OBJECTS =
  'bicycle, router, piano, telescope, washing machine, tent, violin, printer, camera, boiler, kayak, bookshelf, projector'.split(
    ', ',
  );
const PLACES =
  'a small flat, a school, a hospital, a boat, a garage, a theatre, a farm, an office, a museum, a workshop, a library'.split(
    ', ',
  );

/**
 * Questions that are all different, in an order that is the same in every run. They resemble each other, as the questions of one
 * application do: a search finds near ones that are not the same.
 */
export function questions(count: number, seed: number): string[] {
  const all = VERBS.flatMap((verb) =>
    ADJECTIVES.flatMap((adjective) =>
      OBJECTS.flatMap((object) =>
        PLACES.map((place) => `How do I ${verb} a ${adjective} ${object} that I use in ${place}?`),
      ),
    ),
  );
  if (count > all.length) throw new Error(`There are ${all.length} questions, not ${count}.`);
  return shuffled(all, seededRandom(seed)).slice(0, count);
}

/** The same question in other words: what is not equal word for word is read by the cross-encoder. */
export function reworded(question: string): string {
  return question.replace('How do I', 'Can you tell me how I can').replace('that I use', 'which I use');
}

/** The same question as another person types it: no capital, no question mark. */
export function retyped(question: string): string {
  return `${question.charAt(0).toLowerCase()}${question.slice(1, -1)}`.replace('how do i', 'how do I');
}
