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
