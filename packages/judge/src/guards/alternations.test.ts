import { describe, expect, test } from 'vitest';
import { isServed } from '../test-judge.ts';

describe('two ways to say who does what to what', () => {
  test.each([
    ['How often should you clean a grill?', 'How often should a grill be cleaned?'],
    ['When should one prune roses?', 'When should roses be pruned?'],
    ["I'd like to know when Napoleon died.", 'When did Napoleon die?'],
    [
      'My dog never eats in the morning, is that normal?',
      'Is it normal that my dog never eats in the morning?',
    ],
    ["Who is the French president's wife?", 'Who is the wife of the president of France?'],
    ['How can I fix my dripping tap?', 'My tap is dripping. How can I fix it?'],
    ['How do I stuff a turkey with chestnuts?', 'How do I stuff chestnuts into a turkey?'],
    ['Is a visa required by law for tourists?', 'Do tourists need a visa by law?'],
    ['How do Java and Kotlin compare?', 'How does Kotlin compare with Java?'],
    ['In Spain, is oil less expensive than butter?', 'Is oil cheaper than butter in Spain?'],
    ['I have a wardrobe in my room. Who can I give it to?', 'Who can I give the wardrobe in my room to?'],
    ['There is ink on my shirt, how do I get it out?', 'How do I get ink out of my shirt?'],
    ['Which French-speaking countries are in Africa?', 'Which countries in Africa speak French?'],
    ['I have a circle with radius 3. What is its area?', 'What is the area of a circle with radius 3?'],
    ['How many cats and how many dogs live here?', 'How many dogs and how many cats live here?'],
    ['Given a cube with edge 2, what is its volume?', 'What is the volume of a cube with edge 2?'],
    ['Where is a pharmacy near the station?', 'Where is a pharmacy close to the station?'],
    ['Is Brazil larger than Australia by population?', 'By population, is Australia smaller than Brazil?'],
    ['Why does my car smell like rubber?', 'Why is my car smelling like rubber?'],
    ['Did Haydn die after Mozart?', 'Did Mozart die before Haydn?'],
    ['Can I use honey instead of sugar in bread?', 'Can I replace sugar with honey in bread?'],
    ['There is gum on my sofa. How do I get it off?', 'How do I remove gum from my sofa?'],
    ["How do I mute Slack's desktop notifications?", 'How do I mute desktop notifications from Slack?'],
    ['How do I get a name removed from my lease?', 'How do I remove a name from my lease?'],
    ['name birds which have blue eggs', 'name birds with blue eggs'],
    ['Write a function in Rust that sorts a list', 'Write a Rust function that sorts a list'],
  ])('%s = %s', (a, b) => expect(isServed(a, b)).toBe(true));

  test.each([
    ['Which animals eat insects that are venomous?', 'Which animals that eat insects are venomous?'],
    [
      'Which countries that are republics border France?',
      'Which countries that border France are republics?',
    ],
    ['I can say yes in Greek. What about no?', 'I can say no in Greek. What about yes?'],
    ["I've cooked rice. How about pasta?", "I've cooked pasta. How about rice?"],
    [
      'What did Freud write about Jung in his last letter?',
      'What did Jung write about Freud in his last letter?',
    ],
    ['I updated my phone. Now the same on my laptop.', 'I updated my laptop. Now the same on my phone.'],
    ['What is the most common way to get to Rome?', 'What is the least common way to get to Rome?'],
    ["Who is the king's Swedish wife?", "Who is the Swedish king's wife?"],
    ['How do I fill the bottle with the glass?', 'How do I fill the glass with the bottle?'],
    ['Is diesel less expensive than petrol?', 'Is petrol less expensive than diesel?'],
    ['By area, is Canada smaller than China?', 'By area, is China smaller than Canada?'],
    ['Where should I store my boots when it rains?', 'Where should I store my boots?'],
    ['Which meat-eating plants are rare?', 'Which plant-eating meat is rare?'],
    ['I already booked. When can I cancel?', 'I already cancelled. When can I book?'],
    ['The man who robbed my aunt knows me.', 'The man who my aunt robbed knows me.'],
    ['Did Haydn die after Mozart?', 'Did Haydn die before Mozart?'],
    ['Can I use honey instead of sugar in bread?', 'Can I use sugar instead of honey in bread?'],
    ['Which friend lent me the book?', 'Which book did the friend lend me?'],
    ['Can I pay the rent in cash and the gas by card?', 'Can I pay the rent by card and the gas in cash?'],
    ['The doctor my mother recommended was rude.', 'The doctor who recommended my mother was rude.'],
    ['Which animals that are venomous eat insects?', 'Which animals eat venomous insects?'],
    ['The man who my aunt beat met me.', 'The man who met my aunt beat me.'],
    ['Can my dog be chased by a cat?', 'Can my dog chase a cat?'],
  ])('%s ≠ %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
