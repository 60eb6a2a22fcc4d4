import { describe, test } from 'vitest';
import { expectServed, expectVeto } from '../test-judge.ts';

describe('words that come to the same elsewhere', () => {
  test.each([
    ['How do I start the ssh service?', 'How do I enable the ssh service?'],
    ['How do I stop a service in Windows?', 'How do I disable a service in Windows?'],
    ['How do I leave a Zoom meeting?', 'How do I end a Zoom meeting?'],
    ['How do I cancel a Teams meeting?', 'How do I end a Teams meeting?'],
    ['How do I check if a string is empty in Java?', 'How do I check if a string is blank in Java?'],
    ['Is the string null or empty?', 'Is the string null or blank?'],
    ['How do I ban a user on Discord?', 'How do I block a user on Discord?'],
    ['What is the penalty for filing taxes late?', 'What is the penalty for paying taxes late?'],
    ['How do I remove text from a PDF?', 'How do I extract text from a PDF?'],
    ['Is there a cure for herpes?', 'Is there a treatment for herpes?'],
    ['What is the cure for lupus?', 'What is the treatment for lupus?'],
    ['Can autism be treated?', 'Can autism be cured?'],
    ['How tall is the average man?', 'How tall is the average person?'],
    ['Are drugs legal in Portugal?', 'Are medicines legal in Portugal?'],
    ['How do I found a charity?', 'How do I find a charity?'],
    ['How to felt wool', 'How to feel wool'],
    ['How do I clear a chat on WhatsApp?', 'How do I delete a chat on WhatsApp?'],
    ['How do I preserve tomatoes?', 'How do I store tomatoes?'],
    ['How do I check my email?', 'How do I verify my email?'],
    ['How do I secure funding?', 'How do I protect funding?'],
    ['Who designed the Eiffel Tower?', 'Who built the Eiffel Tower?'],
    ['How do I set a table?', 'How do I set up a table?'],
    ['How do I double a recipe?', 'How do I triple a recipe?'],
    ['Should I see a doctor if my cough lasts?', 'Should I see a doctor if my cough is gone?'],
    ['How do I prevent a nosebleed?', 'How do I stop a nosebleed?'],
    ['Can I stay in Spain without a visa?', 'Can I live in Spain without a visa?'],
  ])('part beside these words: %s / %s', (a, b) => {
    expectVeto('sense', a, b);
  });

  test.each([
    ['Who found the wreck?', 'Who has found the wreck?'],
    ['How do I set an alarm up for weekdays?', 'How do I set up an alarm for weekdays?'],
    ['My kids fight every day. How can I stop it?', 'How can I stop my kids from fighting every day?'],
    ['How do I start a business?', 'How do I launch a business?'],
    ['How do I cure a hangover?', 'How do I treat a hangover?'],
    ['How do I stop hair loss?', 'How do I prevent hair loss?'],
    ['How is lupus treated?', 'What is the treatment for lupus?'],
    ['Which medicine helps with migraine?', 'Which medication helps with migraine?'],
    ['How do I submit my tax return?', 'How do I file my tax return?'],
    ['How do I end a Zoom meeting?', 'How do I close a Zoom meeting?'],
  ])('do not part elsewhere: %s / %s', (a, b) => {
    expectServed(a, b);
  });
});
