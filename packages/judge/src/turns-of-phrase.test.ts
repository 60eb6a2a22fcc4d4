import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from './test-judge.ts';

describe('one question in two turns of phrase', () => {
  test.each([
    ['How much does a piano weigh?', 'What is the weight of a piano?'],
    ['Do you have any tips for camping?', 'What are some tips for camping?'],
    ['What are the steps of the mitosis cycle?', 'List the steps of the mitosis cycle.'],
    [
      'Is there any difference between a crow and a raven?',
      'What is the difference between a crow and a raven?',
    ],
    ['Hello, could you let me know the best time to prune roses?', 'What is the best time to prune roses?'],
    ['I need a recipe for flatbread', 'Give me a recipe for flatbread'],
    ['How can I make my essay better?', 'How can I improve my essay?'],
    ['What kind of food do otters eat?', 'What do otters eat?'],
    ['How much sodium is in feta?', 'How much sodium does feta contain?'],
    ['What can be done about moss?', 'What can I do about moss?'],
    ['What causes hiccups?', 'Why do people get hiccups?'],
    ['Which phone should I buy?', "What's the best phone to buy?"],
    ['What is the moat for?', 'What is the purpose of the moat?'],
    ['How do I write a script in Bash that counts files?', 'Write a Bash script that counts files'],
    ['How long do parrots live on average?', 'What is the average lifespan of a parrot?'],
    ['Why did the dynasty fall?', 'What caused the fall of the dynasty?'],
    ['How are clouds formed by vapour?', 'How does vapour form clouds?'],
    ['How much do plumbers earn in Ohio?', 'What is the salary of a plumber in Ohio?'],
    ['Can wolves live in towns?', 'Is it possible for wolves to live in towns?'],
    ['Where do I find the serial number?', 'How do I find the serial number?'],
    ['Write a limerick of at most 40 words', 'Write a limerick of up to 40 words'],
    ['Can I bring up to 10 litres of wine?', 'Can I bring 10 litres of wine at most?'],
    ['Draft a toast about bees, 50 words maximum', 'Draft a toast about bees, at most 50 words'],
    ['What is the least amount of salt in bread?', 'What is the minimum amount of salt in bread?'],
    ['How do I freeze half a litre of stock?', 'How do I freeze 0.5 l of stock?'],
    ['How do I freeze 1/2 a cup of stock?', 'How do I freeze half a cup of stock?'],
    ["Why isn't my smart plug connecting?", 'Why is my smart plug not connecting?'],
    ['How do I make crème brûlée?', 'How do I make creme brulee?'],
    ['What does a VW Polo weigh?', 'What does a Volkswagen Polo weigh?'],
    ['Is St. Petersburg on the Baltic Sea?', 'is st petersburg on the baltic sea'],
    ['I have zero clue how to knit', 'How do I knit?'],
    ['No rush, but who painted Guernica?', 'Who painted Guernica?'],
    ["How do I export contacts, if you don't mind me asking?", 'How do I export contacts?'],
    ['Explain entropy. Keep the answer short.', 'Briefly explain entropy.'],
    [
      'I am moving to Lyon next month for a job. How do I find a flat?',
      'Next month I am moving to Lyon for a job. How do I find a flat?',
    ],
    ['Where was Bach born?', "What is Bach's birthplace?"],
    ['Explain inertia in simple terms', 'Explain inertia simply'],
    ['Why does my stove get hot?', 'Why is my stove getting hot?'],
    ['How long does glue take to dry?', 'How long does it take for glue to dry?'],
    ['Where can I buy hay?', 'Where do I get hay?'],
    ['What is the summary of Emma?', 'Summarize Emma.'],
    ['Is it quicker to swim or to row?', 'Is it quicker to row or to swim?'],
    ['When is the right time to sow beans?', 'When should I sow beans?'],
    ['Which type of glue do I need for oak?', 'Which glue do I need for oak?'],
    ['How do I know when to prune figs?', 'When should I prune figs?'],
    ["Tell me if there's a way to unsend a fax.", 'Is there a way to unsend a fax?'],
    ['My cat ignores her litter, any tips?', 'My cat ignores her litter. What should I do?'],
    ['Give me a leek soup recipe', 'recipe for leek soup'],
    ['Could I get a short summary of Emma?', 'Give me a short summary of Emma'],
    ['Is there a bus from Kiel to Oslo?', 'bus from Kiel to Oslo'],
    ['How can I reclaim my deposit?', 'How do I get my deposit back?'],
    ['What is YAML short for?', 'What does YAML stand for?'],
    ['Is there anything I can take for hay fever?', 'What can I take for hay fever?'],
    ['I need a letter to my landlord', 'Write a letter to my landlord'],
    ['Give me a one-sentence summary of Emma', 'Summarize Emma in one sentence'],
    ['Healthy snack ideas for otters', 'What are some healthy snacks for otters?'],
    ['Is it worth buying a kayak?', 'Should I buy a kayak?'],
    ['Kayak vs canoe', 'Compare kayak and canoe'],
    ['What are good names for an otter?', 'Suggest some names for an otter.'],
    ['What are the opening hours of the zoo?', 'When is the zoo open?'],
    ['Anyone know how to patch a kayak?', 'How do I patch a kayak?'],
    ['My cake sank in the oven. What went wrong?', 'Why did my cake sink in the oven?'],
    ['How do I get my son to read more?', 'How can I make my son read more?'],
    ['What does it cost to post a kayak to Oslo?', 'How much is it to post a kayak to Oslo?'],
    ['excel vlookup not working', 'Why is my VLOOKUP in Excel not working?'],
    ['Describe the water cycle', 'How does the water cycle work?'],
    ['What r the side effects of zinc', 'What are the side effects of zinc?'],
    ['Do German citizens need a visa for Peru?', 'Do Germans need a visa for Peru?'],
    ['How do I make pesto?', 'pesto recipe'],
    ['Who was Marie Curie?', 'Tell me about Marie Curie'],
    ['Which wine goes with trout?', 'Which wine pairs well with trout?'],
    ["What's the Dutch word for tired?", "What's the Dutch term for tired?"],
    ['Which tent would you recommend for beginners?', 'Which tent do you suggest for beginners?'],
    ['What is the typical cost of a piano tuner?', 'How much does a piano tuner usually cost?'],
    ['What is the application process for a student visa?', 'How do I apply for a student visa?'],
    ['Why is my cat sneezing so much?', 'My cat is sneezing a lot. Why?'],
    ['How do I know when figs are ripe?', 'When are figs ripe?'],
    ['How many times a week should I wash wool?', 'How often should I wash wool per week?'],
    ['I lost my passport. What now?', 'I lost my passport. What should I do?'],
    ['Do owls have the ability to smell?', 'Can owls smell?'],
    ['Write a regex that matches dates', 'regex to match dates'],
    ['What is the shortcut to lock the screen?', 'How do I lock the screen with a shortcut?'],
    ["What's the formula for the area of a circle?", 'How do you calculate the area of a circle?'],
    ['adapter needed in Italy?', 'Is an adapter needed in Italy?'],
    ['visa requirements india us citizens', 'What are the visa requirements for US citizens in India?'],
    ['My oven stops right after it starts. Why?', 'My oven stops immediately after it starts. Why?'],
    ['How do I get a refund form the airline', 'How do I get a refund from the airline'],
    ['Someone has dented my van, whom do I call?', 'My van has been dented by someone, whom do I call?'],
  ])('%s / %s', expectServed);
});

describe('verbs with a particle', () => {
  test.each([
    ['How do I turn down an invitation?', 'How do I decline an invitation?'],
    ['How do I turn the heating down?', 'How do I lower the heating?'],
    ['I cannot work out why my kite dips', 'I cannot figure out why my kite dips'],
    ['How often should I work out?', 'How often should I exercise?'],
    ['How do I get rid of fruit flies?', 'How do I kill fruit flies?'],
    ['What helps to get rid of a sore neck?', 'What helps to relieve a sore neck?'],
    ['How do I cut back a rose?', 'How do I prune a rose?'],
    ['Why did rents go up in Bonn?', 'Why did rents increase in Bonn?'],
  ])('%s / %s', expectServed);

  test.each([
    ['How do I turn the heating down?', 'How do I turn the heating up?'],
    ['How do I put off a meeting?', 'How do I call off a meeting?'],
    ['How do I cut down an apple tree?', 'How do I cut back an apple tree?'],
    ['How do I take out a loan?', 'How do I take over a loan?'],
  ])('%s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('a verb that says little and a noun that says what is done', () => {
  test.each([
    ['What should I bear in mind when I buy a kayak?', 'What should I consider when I buy a kayak?'],
    ['How do I make a complaint about a neighbour?', 'How do I complain about a neighbour?'],
    ['Where can I go for a walk in Bonn?', 'Where can I walk in Bonn?'],
    ['Why does my cat have trouble breathing?', 'Why does my cat struggle to breathe?'],
    ['How do I make a copy of a key?', 'How do I copy a key?'],
    ['How do I say sorry to a friend?', 'How do I apologise to a friend?'],
  ])('%s / %s', expectServed);

  test.each([
    ['How do I make a payment?', 'How do I make a complaint?'],
    ['Should I take a nap?', 'Should I take a shower?'],
    ['How do I make a call?', 'How do I make a change?'],
  ])('%s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what is only said to be polite or to gain time', () => {
  test.each([
    ['Not sure if this is the right place to ask, but how do tides work?', 'How do tides work?'],
    ['I forgot: which metal melts first, tin or lead?', 'Which metal melts first, tin or lead?'],
    ['Just out of interest, who designed the kilt?', 'Who designed the kilt?'],
    ['Remind me, what is the capital of Chile?', 'What is the capital of Chile?'],
    ['Hm, let me think... which moss grows on slate?', 'Which moss grows on slate?'],
    ['Sorry if this is a silly question, but is slate porous?', 'Is slate porous?'],
    ['Long story short: my tent leaks. How do I seal it?', 'My tent leaks. How do I seal it?'],
    ['Would you be so kind as to list the moons of Mars?', 'List the moons of Mars'],
    ['I was wondering if you could name a few alkali metals', 'Name a few alkali metals'],
    ['my tent leaks lol how do i seal it', 'my tent leaks how do i seal it'],
  ])('%s / %s', expectServed);
});

describe('slips and spoken forms', () => {
  test.each([
    ['What is the diffrence between a bay and a gulf?', 'What is the difference between a bay and a gulf?'],
    ['What is the defintion of hubris?', 'What is the definition of hubris?'],
    ['Why do owls hoot ??', 'Why do owls hoot?'],
    ['How do I get outta jail?', 'How do I get out of jail?'],
  ])('%s / %s', expectServed);
});

describe('figures said in two ways', () => {
  test.each([
    ['How many yards are in a mile?', 'How many yards are in one mile?'],
    ['Is 1/2 cup of flour enough?', 'Is half a cup of flour enough?'],
    ['Is a quarter of a tank enough for the night?', 'Is 1/4 of a tank enough for the night?'],
    ['What was Paris like in the 1920s?', 'What was Paris like in the twenties?'],
  ])('%s / %s', expectServed);
});

describe('one small word that makes it another question', () => {
  test.each([
    ['Can I drive if my licence was lost?', 'Can I drive unless my licence was lost?'],
    ["She said she didn't call", "She didn't say she called"],
    ['List all lakes in Finland', 'List some lakes in Finland'],
    ['Keep all the columns but the first', 'Keep all the columns including the first'],
    ['Give me an outline of a talk on bees', 'Give me a talk on bees'],
    ['What is the average starting wage of a cook?', 'What is the average wage of a cook?'],
    ['Why would somebody sell a house?', 'Why should somebody sell a house?'],
    ['What is the most visited museum?', 'What is the least visited museum?'],
    ['What led to the strike?', 'What did the strike lead to?'],
    ['Explain const int * in C', 'Explain int * const in C'],
    ['Compare rainfall in 2019 with wind in 2022', 'Compare wind in 2019 with rainfall in 2022'],
    ['Do I need boots when it is wet?', 'Do I need boots where it is wet?'],
    ['Is Go the best language?', 'Is Go the better language?'],
    ['What does print("7") show?', 'What does print(7) show?'],
    ['yaml: port: "80" is it a string?', 'yaml: port: 80 is it a string?'],
    ['How do I keep pets as a tenant?', 'How do I keep tenant pets?'],
    ['Why does max(a, b) fail?', 'Why does max(b, a) fail?'],
    ['Swap every a with e', 'Swap every e with a'],
    ['Do only I see it?', 'Do I only see it?'],
    ['How do I draft a will?', 'How will I draft it?'],
    ['Best inns in Bath', 'Inns in Bath'],
    ['How do I fill in the form from the airline?', 'How do I fill in the airline?'],
    ['pool closed?', 'Is the pool open?'],
    ['How do I leave a tip in Rome?', 'How do I leave Rome?'],
    ['What do US citizens need for Peru?', 'What do US residents need for Peru?'],
    ['She knows. Should I tell my wife of the debt?', 'Should I tell my wife of the debt?'],
    ['I am pregnant. Can I eat brie?', 'Can I eat brie?'],
    ['I forgot my key. How do I open the safe?', 'How do I open the safe?'],
    ['List poems about otters', 'Write a poem about otters'],
    ['Give me a poem about otters', 'Give me an essay about otters'],
    ['whether I should sell my kayak', 'how I should sell my kayak'],
    ['When was the song "Titanic" released?', 'When was the movie "Titanic" released?'],
    ['I am going to leave my job. Any advice?', 'I have just left my job. Any advice?'],
    ['What kinds of glue are there?', 'What is glue?'],
    ['Is there a ferry to Oslo?', 'When is there a ferry to Oslo?'],
    ['Can I bring up to 10 litres of wine?', 'Can I bring over 10 litres of wine?'],
    ['How do I freeze 1/2 a cup of stock?', 'How do I freeze a cup of stock?'],
    ['How do I freeze 0.5 l of stock?', 'How do I freeze 0.5 g of stock?'],
    ['Do I mind if you ask?', 'Do I mind if you do not ask?'],
  ])('%s / %s', (one, other) => {
    expect(isServed(one, other)).toBe(false);
  });
});
