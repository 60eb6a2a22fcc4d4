import { Agent, request as httpRequest } from 'node:http';
import { deferred } from '../../packages/contracts/src/deferred.ts';
import { after, answer, openAiError } from '../../packages/contracts/src/fake-openai-replies.ts';
import type { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';

/** Each answer's, chosen so that its price of $0.0006 has no more digits than anybody writes. */
export const USAGE = { prompt_tokens: 2_000, completion_tokens: 500, total_tokens: 2_500 };
export const COST_EACH = 0.0006;

/** What the script makes of 10,000 requests, by outcome. */
export const SCRIPT = {
  'exact-hit': 9_419,
  'semantic-hit': 10,
  miss: 111,
  coalesced: 60,
  refresh: 50,
  bypass: 200,
  /** 100 that nobody could understand, 50 that the upstream refused. */
  error: 150,
} as const;
const REFUSED_BY_UPSTREAM = 50;

const TASKS = [
  'reverse a list in Python',
  'read a file line by line in Node.js',
  'center a div with CSS',
  'rename a git branch',
  'parse JSON in Go',
  'join two tables in SQL',
  'write a for loop in Rust',
  'merge two dictionaries in Python',
  'schedule a job with cron',
  'copy a folder over ssh',
];
const CODES = Array.from({ length: SCRIPT.miss - TASKS.length - 1 }, (_, index) => 400 + index);
const QUESTIONS = [
  ...TASKS.map((task) => `How do I ${task}?`),
  ...CODES.map((code) => `What does HTTP status ${code} mean?`),
];

/** How an answer calls itself, or its status where it is an error. */
type Sent = string;

/** Sends the script; resolves with how many answers said what. */
export async function sendScript(
  url: string,
  upstream: FakeOpenAiServer,
): Promise<Readonly<Record<Sent, number>>> {
  const client = new Client(url);
  const tally: Record<Sent, number> = {};
  const each = async (asks: readonly (() => Promise<Sent>)[], together: number): Promise<void> => {
    const waiting = [...asks];
    const worker = async (): Promise<void> => {
      for (let ask = waiting.shift(); ask !== undefined; ask = waiting.shift()) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, beside the other workers
        const sent = await ask();
        tally[sent] = (tally[sent] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: together }, worker));
  };
  const reply = answer({ choices: [{ content: 'The answer is in the manual.' }], usage: USAGE });
  upstream.respond(reply);

  await each(
    QUESTIONS.map((question) => () => client.ask(question)),
    1,
  );
  await each(
    TASKS.map((task) => () => client.ask(`How can I ${task}?`)),
    1,
  );
  const joined = deferred();
  upstream.enqueue(after(joined.promise, reply));
  const crowd = Array.from(
    { length: SCRIPT.coalesced + 1 },
    () => () => client.ask('Why is the sky blue by day?'),
  );
  const asked = each(crowd, crowd.length);
  await client.until(`strata_coalesced_total ${SCRIPT.coalesced}`);
  joined.resolve();
  await asked;
  const of = (count: number, make: (index: number) => Promise<Sent>): (() => Promise<Sent>)[] =>
    Array.from({ length: count }, (_, index) => () => make(index));
  const question = (index: number): string => QUESTIONS[index % QUESTIONS.length] ?? '';
  await each(
    of(SCRIPT.refresh, (index) => client.ask(question(index), { 'cache-control': 'no-cache' })),
    1,
  );
  await each(
    of(SCRIPT.bypass, (index) => client.ask(question(index), { 'x-bypass-cache': 'true' })),
    8,
  );
  await each(
    of(SCRIPT.error - REFUSED_BY_UPSTREAM, () => client.post('{"model":', {})),
    8,
  );
  upstream.respond(openAiError(500));
  await each(
    of(REFUSED_BY_UPSTREAM, (index) => client.ask(`Who refuses number ${9_000 + index}?`)),
    1,
  );
  await each(
    of(SCRIPT['exact-hit'], (index) => client.ask(question(index), {}, index % 20 === 0)),
    16,
  );
  client.close();
  return tally;
}

/** Plain HTTP on kept connections: ten thousand times `fetch` would take most of the test's time. */
class Client {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(url: string) {
    this.#url = url;
  }

  ask(content: string, headers: Readonly<Record<string, string>> = {}, stream = false): Promise<Sent> {
    const body = {
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content }],
      ...(stream ? { stream } : {}),
    };
    return this.post(JSON.stringify(body), headers);
  }

  async post(body: string, headers: Readonly<Record<string, string>>): Promise<Sent> {
    const { promise, resolve, reject } = Promise.withResolvers<Sent>();
    const options = {
      method: 'POST',
      agent: this.#agent,
      headers: { 'content-type': 'application/json', ...headers },
    };
    const sent = httpRequest(`${this.#url}/v1/chat/completions`, options, (response) => {
      const { statusCode = 0, headers: given } = response;
      const outcome = statusCode < 400 ? String(given['x-cache']) : String(statusCode);
      response
        .on('end', () => resolve(outcome))
        .on('error', reject)
        .resume();
    });
    sent.on('error', reject).end(body);
    return await promise;
  }

  /** Until the metrics have this line. */
  async until(line: string): Promise<void> {
    const metrics = await fetch(`${this.#url}/metrics`).then((response) => response.text());
    if (!metrics.includes(`\n${line}\n`)) await this.until(line);
  }

  close(): void {
    this.#agent.destroy();
  }
}
