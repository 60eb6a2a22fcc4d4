import { setTimeout as delay } from 'node:timers/promises';
import { after, answer } from '../../packages/contracts/src/fake-openai-replies.ts';
import type { FakeReply } from '../../packages/contracts/src/fake-openai-replies.ts';
import type { RecordedRequest } from '../../packages/contracts/src/fake-openai-request.ts';
import type { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import type { RunningProxy } from './running-proxy.ts';

const USAGE = { prompt_tokens: 1_840, completion_tokens: 620, total_tokens: 2_460 };

/** A few answers take this long, most a part of it. */
const SLOWEST_MS = 600;

const WORDINGS = ['How do I', 'How can I', 'How do I', 'How do you', 'Please tell me how to', 'How would I'];

const MODELS = ['gpt-4o-mini', 'gpt-4o-mini', 'gpt-4o', 'gpt-4.1-mini', 'gpt-4o-mini', 'gpt-5-mini'];

/** What people ask for, and the answer. */
const TASKS: readonly (readonly [task: string, answer: string])[] = [
  [
    'reverse a list in Python',
    'Use slicing for a reversed copy: numbers[::-1]. To reverse the list in place, call numbers.reverse().',
  ],
  [
    'read a file line by line in Node.js',
    'Iterate over the lines of an open file: for await (const line of file.readLines()) { … }',
  ],
  ['center a div with CSS', 'Give its parent display: grid and place-items: center.'],
  ['remove duplicates from an array in JavaScript', 'Spread a set of it: [...new Set(values)].'],
  ['rename a git branch', 'git branch -m old-name new-name; then push the new one and delete the old one.'],
  ['parse JSON in Go', 'json.Unmarshal(data, &value), with exported fields in the struct.'],
  [
    'join two tables in SQL',
    'SELECT … FROM a JOIN b ON b.a_id = a.id; a LEFT JOIN keeps rows without a match.',
  ],
  ['write a for loop in Rust', 'for item in items.iter() { … }, or for i in 0..10 { … } to count.'],
  ['merge two dictionaries in Python', 'Since 3.9: merged = a | b; the right one wins.'],
  ['cancel a fetch request in the browser', 'Pass an AbortController’s signal to fetch and call abort().'],
  ['find the largest file in a folder on Linux', 'du -a folder | sort -n | tail -1'],
  ['create a virtual environment in Python', 'python -m venv .venv, then source .venv/bin/activate.'],
  ['convert a string to a number in Java', 'Integer.parseInt(text), or Double.parseDouble(text).'],
  ['schedule a job with cron', 'crontab -e, then a line such as: 30 2 * * * /path/to/job'],
  ['copy a folder over ssh', 'scp -r folder host:/path, or rsync -a folder host:/path to resume.'],
  ['format a date in Excel', 'Mark the cells, press Ctrl + 1 and choose a date format.'],
];

/** Answers what the last task in the list of messages asks for. */
export function taught(): FakeReply {
  return (request, response) =>
    answer({ choices: [{ content: answerTo(request) }], usage: USAGE })(request, response);
}

function answerTo(request: RecordedRequest): string {
  const asked = JSON.stringify(request.json);
  const known = TASKS.find(([task]) => asked.includes(task));
  return known?.[1] ?? 'It depends; the manual has the details.';
}

/** Some questions are asked often, most seldom, many in other words, as in life. */
export async function sendTraffic(proxy: RunningProxy, upstream: FakeOpenAiServer): Promise<void> {
  upstream.respond((request, response) => {
    const part = (upstream.requests.length % 7) / 7;
    return after(delay(SLOWEST_MS * (0.2 + 0.8 * part)), taught())(request, response);
  });
  for (const [rank, [task]] of TASKS.entries()) {
    const times = Math.ceil(120 / (rank + 2));
    for (let time = 0; time < times; time += 1) {
      // oxlint-disable-next-line no-await-in-loop -- a repeat must find the first answer stored
      await proxy.ask(`${WORDINGS[time % WORDINGS.length]} ${task}?`, {}, MODELS[rank % MODELS.length]);
    }
  }
  for (let code = 400; code < 430; code += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one by one, as questions of their own
    await proxy.ask(`What does HTTP status ${code} mean?`);
  }
  await Promise.all(Array.from({ length: 12 }, () => proxy.ask('How do I undo the last commit in git?')));
  for (let time = 0; time < 5; time += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a few, one after the other
    await proxy.ask('What is the weather like today?', { 'x-bypass-cache': 'true' });
  }
  await sendLast(proxy);
}

/** That of the task in the question. */
function modelFor(question: string): string | undefined {
  const rank = TASKS.findIndex(([task]) => question.includes(task));
  return rank < 0 ? undefined : MODELS[rank % MODELS.length];
}

/** The latest requests, of all kinds, as the view of them shows them first. */
async function sendLast(proxy: RunningProxy): Promise<void> {
  const bypass = { 'x-bypass-cache': 'true' };
  const last: readonly (readonly [question: string, headers?: Readonly<Record<string, string>>])[] = [
    ['How do I rename a git tag?'],
    ['How do I reverse a list in Java?'],
    ['How do I reverse a string in Python?'],
    ['Could you show me how to center a div with CSS?'],
    ['Can you tell me how to merge two dictionaries in Python?'],
    ['How do I convert a number to a string in Java?'],
    ['What is the weather like today?', bypass],
    ['How do I remove duplicates from an array in Java?'],
    ['How do I schedule a job with cron?'],
    ['How does one copy a folder over ssh?'],
    ['How do I not schedule a job with cron?'],
    ['How do I parse JSON in Go?', { 'cache-control': 'no-cache' }],
    ['How should I write a for loop in Rust?'],
    ['How do I reverse a list in Python?'],
  ];
  for (const [question, headers = {}] of last) {
    // oxlint-disable-next-line no-await-in-loop -- in this order
    await proxy.ask(question, headers, modelFor(question));
  }
}
