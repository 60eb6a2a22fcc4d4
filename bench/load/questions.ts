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

const TOPICS =
  'volcanoes, mortgages, violins, chess, bacteria, parliament, glaciers, bread, satellites, divorce, tides, vaccines, jazz, tariffs, bees, concrete, dreams, railways, dentists, deserts, pensions, opera, lasers, coffee, earthquakes, taxes, whales, poetry, batteries, football, monks, wheat, radar, pirates, allergies, elections, origami, steel, comets, tattoos, sleep, oil, puppets, marathons, rice, castles, tigers, insurance, mushrooms, physics, weddings, sugar, cinema, floods, horses, robots, salt, lawyers, rivers, fashion'.split(
    ', ',
  );
const FRAMES = [
  (a: string, b: string, c: string) => `What do ${a} have to do with ${b} and ${c}?`,
  (a: string, b: string, c: string) => `Which book on ${a} also tells of ${b}, and is there one on ${c}?`,
  (a: string, b: string, c: string) => `Did the history of ${a} begin before that of ${b} or of ${c}?`,
  (a: string, b: string, c: string) => `Are ${a} a better subject for a school play than ${b} or ${c}?`,
];

/** Questions that have little to do with each other: a search finds nothing near. */
export function unlike(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const asked = new Set<string>();
  while (asked.size < count) {
    const [a = '', b = '', c = ''] = shuffled(TOPICS, random);
    const frame = FRAMES[asked.size % FRAMES.length];
    if (frame !== undefined) asked.add(frame(a, b, c));
  }
  return [...asked];
}

/** The same question in other words: what is not equal word for word is read by the cross-encoder. */
export function reworded(question: string): string {
  return question.replace('How do I', 'Can you tell me how I can').replace('that I use', 'which I use');
}

/** The same question as another person types it: no capital, no question mark. */
export function retyped(question: string): string {
  return `${question.charAt(0).toLowerCase()}${question.slice(1, -1)}`.replace('how do i', 'how do I');
}
