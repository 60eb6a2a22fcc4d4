import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from './test-judge.ts';

/** Each construction with both sides: what says the same, and what only looks like it. */
const CONSTRUCTIONS: Readonly<
  Record<string, { same: readonly [string, string][]; other: readonly [string, string][] }>
> = {
  'a frame before what is asked': {
    same: [
      ['How many keys does a piano have?', 'Does anybody know how many keys a piano has?'],
      ['Can you tell me how to prune a vine?', "I don't suppose you could tell me how to prune a vine?"],
      ['Is there any way that I can see who edited it?', 'Is there a way for me to see who edited it?'],
      ["I'm looking for a quiet hotel in Ghent.", 'Which quiet hotel in Ghent would you recommend?'],
      [
        'I am breastfeeding and would like to know if I can drink coffee.',
        'Can I drink coffee when I am breastfeeding?',
      ],
    ],
    other: [
      ['How many keys does a piano have?', 'Does anybody know how long a piano is?'],
      ['Can you tell me how to prune a vine?', "I don't suppose you could tell me how not to prune a vine?"],
      ["I'm looking for a quiet hotel in Ghent.", "I'm looking for a cheap hotel in Ghent."],
    ],
  },
  'a cleft sentence': {
    same: [
      ['What is it that makes bread rise?', 'What makes bread rise?'],
      ['Who is the driver that has won the most races?', 'Which driver has won the most races?'],
      ['Which brewery does this brand belong to?', 'Which brewery owns this brand?'],
    ],
    other: [
      ['Who is the driver that has sued Honda?', 'Who is the driver that Honda has sued?'],
      ['Which brewery does this brand belong to?', 'Which brewery does this brand own?'],
    ],
  },
  'a word that denies': {
    same: [
      ['Why do some birds lack feathers?', 'Why do some birds not have feathers?'],
      ['I have yet to get my parcel. Where is it?', "I haven't got my parcel yet. Where is it?"],
      ['How do I ask my son to refrain from shouting?', 'How do I ask my son not to shout?'],
      ['My watch is not charging anymore, what can I do?', 'My watch no longer charges, what can I do?'],
    ],
    other: [
      ['Why do some birds lack feathers?', 'Why do some birds have feathers?'],
      ['What causes a lack of sleep?', 'What causes sleep?'],
      ['How do I ask my son to refrain from shouting?', 'How do I ask my son to shout?'],
    ],
  },
  'a figure in words': {
    same: [
      ['How long is two and a half years in days?', 'How long is 2.5 years in days?'],
      ['Write a toast for a 60th birthday.', 'Write a toast for a sixtieth birthday.'],
      ['Should I water a cactus every other week?', 'Should I water a cactus every two weeks?'],
    ],
    other: [
      ['How long is two and a half years in days?', 'How long is two years in days?'],
      ['Write a toast for a 60th birthday.', 'Write a toast for a sixteenth birthday.'],
      ['Should I water a cactus every other week?', 'Should I water a cactus every week?'],
    ],
  },
  'which under a preposition': {
    same: [
      ['Which gland makes insulin?', 'By which gland is insulin made?'],
      ['Which firm owns this brand?', 'Which firm is this brand owned by?'],
      ['From which pier does the ferry leave?', 'Which pier does the ferry leave from?'],
      [
        'Write an email asking my tutor for more time.',
        'Write an email to my tutor in which I ask for more time.',
      ],
    ],
    other: [
      ['Which firm owns this brand?', 'Which firm is owned by this brand?'],
      ['From which pier does the ferry leave?', 'For which pier does the ferry leave?'],
      ['Write a letter in which I thank my tutor.', 'Write a letter in which my tutor thanks me.'],
    ],
  },
  'a clause added behind a comma': {
    same: [
      [
        'Write a complaint to the hotel about my coat, which was stolen from the lobby.',
        'My coat was stolen from the lobby. Write a complaint to the hotel about this.',
      ],
    ],
    other: [
      [
        'Write a complaint to the hotel about my coat, which was stolen from the lobby.',
        'Write a complaint to the hotel about my coat, which was stained in the lobby.',
      ],
      ['I have two offers, which should I accept?', 'I have two offers, which should I reject?'],
    ],
  },
  'several things asked at once': {
    same: [
      ['In which year did the airship burn, and where?', 'Where and in which year did the airship burn?'],
      ['How is glass blown and who invented it?', 'Who invented glass? And how is it blown?'],
    ],
    other: [
      ['When did the airship burn, and where?', 'When did the airship burn, and why?'],
      ['How is glass blown and who invented it?', 'How is glass blown?'],
    ],
  },
  'before or after': {
    same: [['Should I stretch before or after a workout?', 'Should I stretch after or before working out?']],
    other: [
      ['Should I stretch before or after a workout?', 'Should I stretch after a workout?'],
      ['Should I stretch before or after a workout?', 'Should I stretch before a workout?'],
    ],
  },
  'a clause with before, after, since': {
    same: [
      [
        'Do I have to clean a mussel before steaming it?',
        "Does a mussel need to be cleaned before it's steamed?",
      ],
      ['After having a mole removed, when can I swim?', 'When can I swim after a mole has been removed?'],
      [
        'Since my cat had her kidney removed she sleeps all day. Is that normal?',
        'My cat has slept all day since she had her kidney removed. Is that normal?',
      ],
      ['After surgery can I drive?', 'Can I drive after surgery?'],
    ],
    other: [
      ['Can I swim after a mole has been removed?', 'Can I swim before a mole has been removed?'],
      ['Should the dog be walked after I eat?', 'Should I eat after the dog has been walked?'],
    ],
  },
  'a verb that only its place tells': {
    same: [
      ['How does the garbage collector free memory?', 'How is memory freed by the garbage collector?'],
      ['Which forms do I need for a fishing permit in Utah?', 'forms needed fishing permit Utah'],
      ['How is the volume of a cone calculated?', 'How does the calculation of the volume of a cone work?'],
    ],
    other: [
      ['How does the garbage collector free memory?', 'How does memory free the garbage collector?'],
      ['firm bought startup', 'startup bought firm'],
      ['dog bitten by snake', 'snake bitten by dog'],
    ],
  },
  'what is left out or drawn together': {
    same: [
      [
        'If my train is delayed by two hours, do I get a refund?',
        "Do I get a refund when my train's delayed by two hours?",
      ],
      ['What will 500 euros invested at 2 % be worth?', 'What will 500 euros be worth if invested at 2 %?'],
      ['Do I need approx. 3 litres of paint?', 'Do I need approximately three litres of paint?'],
      ['How long do I grill a 2-lb trout?', 'How long do I grill a trout that weighs two pounds?'],
      ['Can I recycle old TVs?', 'Can I recycle old television sets?'],
    ],
    other: [
      ["How tall is my dog's kennel?", 'How tall is my dog in the kennel?'],
      ['Do I need approx. 3 litres of paint?', 'Do I need approximately four litres of paint?'],
      ['How long do I grill a 2-lb trout?', 'How long do I grill a trout that weighs three pounds?'],
    ],
  },
  'bounds, duties and since': {
    same: [
      ['Must I reply by Monday at the latest?', 'Must I reply no later than Monday?'],
      ['Do I have to wear a helmet in Norway?', 'Is wearing a helmet mandatory in Norway?'],
      ['Is it legal to film judges in Texas?', 'Is filming judges legal in Texas?'],
      ['Why has my phone been slow since the update?', 'Why has my phone been slow after the update?'],
    ],
    other: [
      ['Must I reply by Monday at the earliest?', 'Must I reply no later than Monday?'],
      ['Do I have to wear a helmet in Norway?', 'Is wearing a helmet optional in Norway?'],
      ['Is it legal to film judges in Texas?', 'Is filming judges illegal in Texas?'],
      ['How many people moved to Bonn since 2010?', 'How many people moved to Bonn after 2010?'],
      ['Why has my phone been slow since the update?', 'Why was my phone slow before the update?'],
    ],
  },
  'what is said besides the question': {
    same: [
      ['Why do goats climb?', "Can you tell me why goats climb? I'm really curious."],
      ['What is the mass of a proton?', 'Quick question for my homework: what is the mass of a proton?'],
      ['Homework: what is the derivative of x squared?', 'What is the derivative of x squared?'],
      ['What does a flywheel do?', "I've heard the term a lot lately. What does a flywheel do?"],
    ],
    other: [
      ['Can I eat shrimp?', "Can I eat shrimp? I'm allergic."],
      ['How do I grade homework?', 'How do I grade?'],
      ['Homework: is it useful?', 'Is it useful?'],
      ['A class, what is it in Java?', 'A thread, what is it in Java?'],
    ],
  },
  'a purpose told first': {
    same: [
      [
        'To get a loan as a student, which papers do I have to show the bank?',
        'Which papers do I have to show the bank to get a loan as a student?',
      ],
    ],
    other: [['Should I show the buyer the seller?', 'Should I show the seller the buyer?']],
  },
  'a negation before a long subject': {
    same: [["Why isn't the index on that column used?", 'Why is the index on that column not used?']],
    other: [["Why isn't the index on that column used?", 'Why is the index on that column used?']],
  },
  'people at large': {
    same: [
      [
        'What should people do if they are bitten by a tick?',
        'What should you do if you are bitten by a tick?',
      ],
      ['How does one know if a melon is ripe?', 'How do I know if a melon is ripe?'],
    ],
    other: [
      ['What should people do if they are bitten by a dog?', 'What should people do if they bite a dog?'],
    ],
  },
};

describe.each(Object.entries(CONSTRUCTIONS))('%s', (_, { same, other }) => {
  test.each(same)('%s / %s', expectServed);
  test.each(other)('not %s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
