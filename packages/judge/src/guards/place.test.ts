import { expect, describe, test } from 'vitest';
import { expectVeto, objectionsTo } from '../test-judge.ts';

describe('where it is done, where it comes from and where it goes', () => {
  test.each([
    ['How do I send money in PayPal?', 'How do I send money to PayPal?'],
    ['How do I import contacts in Outlook?', 'How do I import contacts from Outlook?'],
    ['How do I export notes in Evernote?', 'How do I export notes to Evernote?'],
    ['How do I download videos on YouTube?', 'How do I download videos to YouTube?'],
    ['How do I copy data in Excel?', 'How do I copy data to Excel?'],
    ['How do I advertise on Google?', 'How do I advertise for Google?'],
    ['How do I sell on Amazon?', 'How do I sell to Amazon?'],
    ['How do I invest with Vanguard?', 'How do I invest in Vanguard?'],
    ['Can I return an item I bought online in a store?', 'Can I return an item I bought in a store online?'],
    [
      'Can I exchange a ticket I bought at the station online?',
      'Can I exchange a ticket I bought online at the station?',
    ],
  ])('are three places: %s / %s', (a, b) => {
    expectVeto('place', a, b);
  });

  test.each([
    ['I moved to Rome. Where do I vote?', 'Where do I vote in Rome, having moved here?'],
    ['How do I export contacts in Outlook?', 'How do I export contacts from Outlook?'],
    ['How do I upload a file in Dropbox?', 'How do I upload a file to Dropbox?'],
    ['How do I download videos on YouTube?', 'How do I download videos from YouTube?'],
    ['How do I send an email in Gmail?', 'How do I send an email from Gmail?'],
    ['How do I transfer files on Windows to a Mac?', 'How do I transfer files from Windows to a Mac?'],
    ['Can I return shoes I bought in May in a store?', 'Can I return shoes I bought in a store in May?'],
  ])('or one: %s / %s', (a, b) => {
    expect(objectionsTo(a, b)).not.toContain('place');
  });
});

describe('a place or a thing that one text alone names', () => {
  test.each([
    ['How do I install Bluestacks?', 'How do I install Bluestacks in Ubuntu?'],
    ['Do I need a visa for Japan?', 'Do I need a visa?'],
    ['What is the sales tax in New York?', 'What is the sales tax in New York City?'],
  ])('limits the question: %s / %s', (a, b) => {
    expectVeto('place', a, b);
  });

  test.each([
    ['What are the top companies in Delhi NCR?', 'What are the top companies in Delhi?'],
    [
      "Who forged the rings in Tolkien's The Lord of the Rings?",
      'Who forged the rings in The Lord of the Rings?',
    ],
    ['What is the capital of France?', 'What is the capital of Spain?'],
    ['How do I open a tab in Chrome?', 'How do I open a tab in Google Chrome?'],
  ])('or is a name otherwise, or another: %s / %s', (a, b) => {
    expect(objectionsTo(a, b)).not.toContain('place');
  });
});
