import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from './test-judge.ts';

describe('the same asked with another frame around it', () => {
  test.each([
    ['Explain inflation.', "If it's not too much trouble, explain inflation."],
    ['Explain inflation.', 'When you have a moment, explain inflation.'],
    ['Proofread this: "There late again."', 'Please be so kind as to proofread this: "There late again."'],
    ['Why do leaves turn red?', "It's unclear to me why leaves turn red."],
    ['Are bats blind?', "I'm not sure whether bats are blind."],
    ['Should I prune a rose in bloom?', "I don't know whether I should prune a rose in bloom."],
    ['Why do geese fly in a V?', "I've always wondered, why do geese fly in a V?"],
    ['What is a good gift for a nurse?', 'Honestly no idea here: what is a good gift for a nurse?'],
    ['Act as a chef and plan a dinner.', 'Pretend you are a chef and plan a dinner.'],
    ['Plan a picnic and remember the salt', "Plan a picnic and don't forget the salt"],
    ['Translate to Dutch: the tap drips', 'Please translate into Dutch: "The tap drips."'],
  ])('%s / %s', expectServed);

  test.each([
    ['What should I cook when I have time?', 'What should I cook?'],
    ['How do I forget my ex?', 'How do I not forget my ex?'],
    ['What can I see in Rome if you have some time?', 'What can I see in Rome?'],
    ['Why is my phone always charging?', 'Why is my phone charging?'],
    ['Make this sentence sound more formal: see ya.', 'Make this sentence sound less formal: see ya.'],
    ['Translate to Dutch: the taps drip', 'Translate to Dutch: the tap drips'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('a request put as a question, a deed as a noun', () => {
  test.each([
    ['Write a bio for a potter.', "Why don't you write a bio for a potter?"],
    ['Write a good title for a memo about tea.', 'What would be a good title for a memo about tea?'],
    ['Explain how glaciers form.', 'Explain the formation of glaciers.'],
    ['Why was Galileo put on trial by the Pope?', 'Why did the Pope put Galileo on trial?'],
    ['My dryer stopped spinning, why?', 'My dryer has stopped spinning, why?'],
    ['In a slow cooker, how long does stew take?', 'How long does stew take in a slow cooker?'],
    ["Qual è la capitale dell'Australia?", "Mi sai dire qual è la capitale dell'Australia?"],
  ])('%s / %s', expectServed);

  test.each([
    ["Why don't you write about war?", 'Do you write about war?'],
    ['How do glaciers move?', 'Explain the formation of glaciers.'],
    ['My baby stopped crying, why?', 'My baby is crying, why?'],
    ['How long does stew take in a slow cooker?', 'How long does stew last in a slow cooker?'],
    ['How do I pair a PS5?', 'How do I pair a PlayStation 4?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('a question inside a sentence that asks', () => {
  test.each([
    ['Could you tell me when the next ferry leaves?', 'When does the next ferry leave?'],
    ["I'd like to know when the first iPhone came out.", 'When did the first iPhone come out?'],
    ['I wanted to ask whether you ship to Norway.', 'Do you ship to Norway?'],
    ['I want to know if the museum is free on Sundays.', 'Is the museum free on Sundays?'],
    ['I was hoping to find out how to clean a kettle.', 'How do I clean a kettle?'],
    ['Any chance you know how long the flight takes?', 'How long does the flight take?'],
    ['My order was cancelled. Can you tell me the reason?', 'Why was my order cancelled?'],
    ['What does a locker cost? Kind regards, Anna Berg', 'What does a locker cost?'],
    ["What are the zoo's opening hours on Friday?", 'Please tell me the opening hours of the zoo on Friday.'],
  ])('%s / %s', expectServed);

  test.each([
    ['I want to know if the museum is free on Sundays.', 'I want to know why the museum is free on Sundays.'],
    ['Can you tell me where I can buy stamps?', 'Can you tell me when I can buy stamps?'],
    ['When the power fails, does my freezer stay cold?', 'When does the power fail?'],
    ['My order was cancelled. Can you tell me the date?', 'Why was my order cancelled?'],
    ['How do I say thanks, Anna?', 'How do I say thanks?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what is allowed, possible, to be done', () => {
  test.each([
    ['Is swimming in the lake allowed?', 'Can I swim in the lake?'],
    ['Is changing the name on the ticket possible?', 'Can I change the name on the ticket?'],
    ['Are dogs allowed on the tram?', 'Can I take dogs on the tram?'],
    [
      'Is a 2 litre bottle of olive oil allowed in checked baggage?',
      'Can I take a 2 litre bottle of olive oil in checked baggage?',
    ],
    ['Is it worth it to repair an old toaster?', 'Does it make sense to repair an old toaster?'],
    ['i want to bring my own food, is that allowed', 'Can I bring my own food?'],
    ["i'd like to lose weight, what should i eat", 'What should I eat to lose weight?'],
    ['What to do if my cat swallowed a thread?', 'My cat swallowed a thread. What should I do?'],
    ['Is there parking for buses near the stadium?', 'Can buses park near the stadium?'],
    ['Is the library open on Christmas Eve?', 'Will the library be open on Christmas Eve?'],
    ['What is required for the renewal of a passport?', 'What is required to renew a passport?'],
    [
      'My phone has fallen into water. How much is the repair?',
      'How much is the repair of a phone that has fallen into water?',
    ],
    ['Which company makes the PlayStation?', 'Who makes the PlayStation?'],
    ['Which Italian painters were left-handed?', 'Which painters from Italy were left-handed?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Is swimming in the lake allowed?', 'Is swimming in the lake safe?'],
    ['Are dogs allowed on the tram?', 'Can I feed dogs on the tram?'],
    ['Is wearing a seat belt mandatory?', 'Is wearing a seat belt recommended?'],
    ['i need to cancel my order, who do i contact', 'i need to cancel my order, when do i contact you'],
    ['What to do in Lisbon at night?', 'What should I do if I am in Lisbon at night?'],
    ['Is the new station open?', 'Will the new station be open?'],
    ['Which company makes the PlayStation?', 'Which country makes the PlayStation?'],
    ['What is needed for the wedding?', 'How do I plan the wedding?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('limits, deeds undone, what somebody said', () => {
  test.each([
    ['How late can I check in?', 'Until when can I check in?'],
    ["What's the deadline for appealing a fine?", 'By when do I have to appeal a fine?'],
    ['How do I list unpaid invoices?', 'How do I list invoices that have not been paid?'],
    ['My sink is blocked. How can I unblock it?', 'How can I unblock my sink?'],
    ['They say that honey never spoils. True?', 'Is it true that honey never spoils?'],
    ['I forgot who wrote Emma.', 'Who wrote Emma?'],
    ['how does returning a jacket work', 'How can I return a jacket?'],
    ['Will I get a refund if the concert is cancelled?', 'The concert is cancelled. Do I get a refund?'],
    ['Does the price include breakfast?', 'Is breakfast included?'],
    ['Where does the word "tulip" come from?', 'Where did the word "tulip" come from?'],
    [
      "What does a lock cost? It's for my son, who is 12.",
      'How much is a lock? It is for my 12-year-old son.',
    ],
    ["Who's fault is it if a tree falls on my car?", 'Whose fault is it if a tree falls on my car?'],
    ['Who are broken windows repaired by?', 'Who repairs broken windows?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Until when can I check in?', 'From when can I check in?'],
    ['How do I list unpaid invoices?', 'How do I list paid invoices?'],
    ['Is an unlocked phone slower?', 'Is a locked phone slower?'],
    ['Do you remember who wrote Emma?', 'Do you remember when Emma was written?'],
    ['Where do you come from?', 'Where did you go?'],
    ['Is it safe to swim after eating?', 'Is it dangerous to swim after eating?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('what is told before the question', () => {
  test.each([
    ['My train is late, will I catch my connection?', 'Will I catch my connection if my train is late?'],
    ["The page doesn't load.", "The page won't load."],
    ["I'm looking for the wifi password.", "What's the wifi password?"],
    ['Is there anything I can do against snoring?', 'What can I do against snoring?'],
    ['At what point should I see a doctor?', 'When should I see a doctor?'],
    ['Do I get a discount for two tickets?', 'Can I get a discount for two tickets?'],
    ['Suppose I lose my card. What should I do?', 'What should I do if I lose my card?'],
    ['Would I pay tax if I worked 20 hours?', 'Do I pay tax if I work 20 hours?'],
    ['Every time I sneeze my back hurts. Why?', 'Why does my back hurt whenever I sneeze?'],
    ['What is the maximum number of guests I can bring?', 'How many guests can I bring at most?'],
  ])('%s / %s', expectServed);

  test.each([
    ['My flight was cancelled. Will I be refunded?', 'My flight might be cancelled. Will I be refunded?'],
    ["I'm going to move to Spain, what do I need?", 'I moved to Spain, what do I need?'],
    ['Is the pool open on Monday?', 'Will the pool open on Monday?'],
    ['The concert is not cancelled. Do I get a refund?', 'Will I get a refund if the concert is cancelled?'],
    ["I won't pay. What happens?", "I don't pay. What happened?"],
    ['Should I pay if I leave?', 'Would I pay if I left?'],
    ['What is the most I can bring?', 'What is the least I can bring?'],
    ['What is the maximum number of guests?', 'What is the minimum number of guests?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('up to', () => {
  test('bounds an amount', () => {
    expect(isServed('Which jobs pay up to $20 an hour?', 'Which jobs pay at least $20 an hour?')).toBe(false);
    expect(isServed('Does it keep for up to 3 days?', 'Does it keep for 3 days?')).toBe(false);
  });

  test('leads to a thing', () =>
    expectServed('How do I hook a turntable up to an amp?', 'How do I hook up a turntable to an amp?'));
});

describe('money of a country', () => {
  test.each([
    ['How much is 20 Canadian dollars in US dollars?', 'How much is 20 US dollars in Canadian dollars?'],
    ['What is 100 Mexican pesos in yen?', 'What is 100 Philippine pesos in yen?'],
    ['Convert 30 Danish kroner to euros', 'Convert 30 Swedish kronor to euros'],
  ])('%s / %s', (one, other) => expect(isServed(one, other)).toBe(false));

  test('goes by its name and its code', () =>
    expectServed('How much is 75 Swiss francs in euros?', 'How much is 75 CHF in EUR?'));
});

describe('turns of phrase for the same', () => {
  test.each([
    ['Which towns have the cheapest rent?', 'Which towns have the lowest rent?'],
    ['How do I permanently delete my blog?', 'How do I delete my blog for good?'],
    ['My phone keeps overheating', 'My phone is constantly overheating'],
    ['Why did the empire collapse?', 'What explains the collapse of the empire?'],
    ["What are the zoo's opening hours?", 'What are the opening hours of the zoo?'],
    ['What is the currency of the Czech Republic?', 'What is the currency of Czechia?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Which weighs more, a goose or a swan?', 'Which weighs less, a goose or a swan?'],
    ['What are the opening hours of the zoo?', 'When did the zoo open?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('when a thing happens', () => {
  test.each([
    ['Should you rinse rice before boiling it?', 'Should rice be rinsed before it is boiled?'],
    ['If I leave before my pay is sent, do I lose it?', 'Do I lose my pay if I leave before it is sent?'],
    ['After lunch can I swim?', 'Can I swim after lunch?'],
    [
      'Yesterday my heater started leaking from the lid. Why?',
      'My heater started leaking from the lid yesterday. Why?',
    ],
    ['What happens if the dam breaks?', 'What would happen if the dam broke?'],
    ['What will I need for a trip to Nepal?', 'What do I need for a trip to Nepal?'],
    ['When was it that Malta became a republic?', 'When did Malta become a republic?'],
    ['How many days are between Jun 3 and Mar 5?', 'How many days are between 3 June and 5 March?'],
  ])('%s / %s', expectServed);

  test.each([
    ['Should rice be rinsed before it is boiled?', 'Should rice be rinsed after it is boiled?'],
    ['What happens if the dam breaks?', 'What would have happened if the dam had broken?'],
    ['What happened when the dam broke?', 'What happens when the dam breaks?'],
    ['In Peru do I need a visa?', 'Why do I need a visa in Peru?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});

describe('how it is written', () => {
  test.each([
    ['WHY IS MY ROUTER SO SLOW AT NIGHT??', 'why is my router so slow at night'],
    ['May I fly with a 100 ml bottle?', 'May I fly with a 100 millilitre bottle?'],
    ['Sort a list by the property `age` in Dart', 'In Dart, how do I sort a list by its "age" property?'],
    ['may i bring soup into a cinema 🍿', 'may i bring soup into a cinema'],
    ['What does the `map` function do in Dart?', 'what does map() do in dart'],
    [
      'What does the error "TypeError: \'NoneType\' object is not iterable" mean?',
      "TypeError: 'NoneType' object is not iterable - what does this error mean?",
    ],
    ['When is the best time to vist Peru?', 'When is the best time to visit Peru?'],
    ['my flight was called off, what now', 'my flight was cancelled, what now'],
    ['Is Danish similar to Swedish?', 'Is Swedish similar to Danish?'],
    ['What can I get my aunt for retirement?', 'What can I get for my aunt for her retirement?'],
    ['Is there any way to see who read my mail?', 'Can I see who read my mail?'],
    ['Which team was Peru eliminated by at the cup?', 'Which team eliminated Peru at the cup?'],
  ])('%s / %s', expectServed);

  test.each([
    ['What can I get my aunt for my retirement?', 'What can I get for my aunt for her retirement?'],
    ['Which team did Peru eliminate at the cup?', 'Which team eliminated Peru at the cup?'],
    ['Caption this: 🐶', 'Caption this: 🐱'],
    ['What does 🙏 mean?', 'What does 😂 mean?'],
    ['Write a poem about my 🐶', 'Write a poem about my 🐱'],
    ['What does the map function do in Dart?', 'what does the fold function do in dart'],
    ['WHERE DOES NASA TRAIN PILOTS?', 'WHERE DOES ESA TRAIN PILOTS?'],
  ])('not: %s / %s', (one, other) => expect(isServed(one, other)).toBe(false));
});
