import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runCli } from '@strata/proxy-service/cli/run-cli';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';

const ADMIN_KEY = 'the-admin-key-0123456789';
const SPAIN = 'What is the capital of Spain?';
const SPAIN_AGAIN = "Which city serves as Spain's capital?";
const RUST = 'What is Rust?';

const { upstream, strata } = strataForFile({ ADMIN_KEY });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await strata.fetch('/admin/cache/clear', {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
});

type Ran = { readonly code: number; readonly out: string; readonly err: string };
type Surroundings = {
  url?: string;
  adminKey?: string;
  isTerminal?: boolean;
  stdin?: string;
  signal?: AbortSignal;
  onTell?: () => void;
};

async function run(args: readonly string[], given: Surroundings = {}): Promise<Ran> {
  let out = '';
  let err = '';
  let now = 0;
  const code = await runCli({
    args,
    server: { url: given.url ?? strata.url, adminKey: given.adminKey ?? ADMIN_KEY },
    print: (text) => void (out += text),
    write: async (text) => void (out += text),
    tell: (text) => {
      err += text;
      given.onTell?.();
    },
    isTerminal: given.isTerminal ?? false,
    stdin: async function* () {
      yield Buffer.from(given.stdin ?? '');
    },
    elapsed: () => (now += 1_000),
    signal: given.signal ?? new AbortController().signal,
  });
  return { code, out, err };
}

async function asJson(args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, out } = await run([...args, '--json']);
  expect(code).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
}

/** The program of that name. */
const script = fileURLToPath(new URL('../../scripts/strata.ts', import.meta.url));

describe('the command line', () => {
  test('shows what the cache did', async () => {
    const { code, out } = await run(['stats']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^exact hits +\d+$/m)]);
    expect(await asJson(['stats'])).toHaveProperty('cache_stats');
  });

  test('explains a question', async () => {
    await strata.ask(SPAIN);
    const { code, out } = await run(['explain', SPAIN_AGAIN, '--model', 'gpt-4o-mini']);
    expect(code).toBe(0);
    expect(out).toMatch(/^decision +semantic-hit$/m);
    expect(out).toMatch(/accepted +What is the capital of Spain\?/);
  });

  test('finds entries, shows, pins and deletes one', async () => {
    await strata.ask(SPAIN);
    await strata.ask(RUST);
    const listed = await run(['entries', 'capital']);
    expect(listed.out).toContain(SPAIN);
    expect(listed.out).not.toContain(RUST);
    expect((await run(['entries', 'Spanish capital city', '--meaning'])).out).toMatch(
      /0\.\d{3} +What is the c/,
    );
    const id = /[0-9a-f]{64}/.exec(listed.out)?.[0] ?? '';
    expect((await run(['entries', 'get', id])).out).toContain(`"question": "${SPAIN}"`);
    expect((await run(['entries', 'pin', id])).out).toContain('is pinned');
    expect((await run(['entries', 'delete', id])).out).toContain('was deleted');
    expect(await run(['entries', 'get', id])).toMatchObject({ code: 1, err: 'There is no such entry.\n' });
  });

  test('prints nothing that a terminal would take for a command', async () => {
    const question = 'What do \u001b[31m, \u009b31m, \u007f, \u202e and \u{e0041} do to a terminal?';
    await strata.ask(question);
    const listed = await run(['entries', 'terminal']);
    const id = /[0-9a-f]{64}/.exec(listed.out)?.[0] ?? '';
    const [got, explained] = [
      await run(['entries', 'get', id]),
      await run(['explain', question, '--model', 'x']),
    ];
    for (const { out } of [listed, got, explained]) expect(out.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(JSON.parse(got.out)).toMatchObject({ question });
    expect((await asJson(['entries', 'terminal']))['entries']).toMatchObject([{ question }]);
  });

  test('invalidates, and counts first when told to', async () => {
    await strata.ask(SPAIN, { headers: { 'x-cache-tags': 'geo' } });
    expect(await asJson(['invalidate', '--tag', 'geo', '--dry-run'])).toMatchObject({
      matched: 1,
      dryRun: true,
    });
    const similar = ['invalidate', '--similar-to', 'the capital of Spain', '--threshold', '0.7'];
    expect((await run(similar)).out).toBe('1 entries (0 of them aliases) were invalidated, of 1.\n');
    expect(await asJson(['scan'])).toMatchObject({ examined: 0, poisoned: 0 });
  });

  test('takes an answer back for a question, altogether, and all of them', async () => {
    const [wrong] = [await strata.ask(SPAIN), await strata.ask(SPAIN_AGAIN)];
    const id =
      wrong.headers.get('x-cache-entry') ?? /[0-9a-f]{64}/.exec((await run(['entries'])).out)?.[0] ?? '';
    const banned = await run(['feedback', id, '--wrong', '--query', SPAIN_AGAIN]);
    expect(banned).toMatchObject({
      code: 0,
      out: expect.stringMatching(/not answer that question again.*0\.\d{4}/),
    });
    expect((await strata.ask(SPAIN_AGAIN)).cache).toBe('miss');
    expect(await run(['feedback', id, '--outdated'])).toMatchObject({ out: 'The entry was deleted.\n' });
    expect((await run(['feedback', id, '--outdated'])).out).toContain('no such entry any more');
    expect(await run(['clear'])).toMatchObject({ code: 2, err: expect.stringContaining('--yes is missing') });
    expect((await asJson(['entries']))['entries']).toHaveLength(1);
    expect(await run(['clear', '--yes'])).toMatchObject({ code: 0, out: expect.stringContaining('cleared') });
    expect((await asJson(['entries']))['entries']).toHaveLength(0);
  });

  test('exports to a file and imports it again, with the same hits', async () => {
    await strata.ask(SPAIN);
    await strata.ask(SPAIN_AGAIN);
    const file = join(folder, 'export.jsonl');
    const exported = await run(['export', file], { isTerminal: true });
    expect(exported).toMatchObject({ code: 0, out: `2 entries are in ${file}.\n` });
    expect(exported.err).toContain('100 %');
    expect((await run(['export'])).out.split('\n')).toHaveLength(5);
    await run(['invalidate', '--newer-than', '1h']);
    const imported = await run(['import', file], { isTerminal: true });
    expect(imported.out).toBe('2 entries were imported, 0 were there already, 0 had expired.\n');
    expect(imported.err).toContain('100 %');
    expect((await strata.ask(SPAIN)).cache).toBe('exact-hit');
    expect((await strata.ask(SPAIN_AGAIN)).cache).toBe('exact-hit');
    expect((await strata.ask('Tell me the capital city of Spain.')).cache).toBe('semantic-hit');
  });

  test('says that a cut export is not whole, and imports what is there', async () => {
    await strata.ask(SPAIN);
    await strata.ask(RUST);
    const file = join(folder, 'cut.jsonl');
    await run(['export', file]);
    const lines = (await readFile(file, 'utf8')).split('\n');
    await truncate(file, `${lines.slice(0, 2).join('\n')}\n`.length);
    await run(['invalidate', '--newer-than', '1h']);
    const { code, err } = await run(['import', file]);
    expect([code, err]).toEqual([1, expect.stringContaining('is not whole: 1 entries came')]);
    expect(await asJson(['entries'])).toMatchObject({ entries: [{}] });
  });

  test('says which line of the file is wrong, however many went well before', async () => {
    await strata.ask(SPAIN);
    const lines = (await run(['export'])).out.trim().split('\n');
    const [header = '', line = '{}'] = lines;
    const entry = JSON.parse(line) as { entry: object };
    const others = Array.from({ length: 2_500 }, (_, index) => {
      const fingerprint = String(index).padStart(64, '0');
      return JSON.stringify({
        ...entry,
        tiers: ['exact'],
        point: undefined,
        entry: { ...entry.entry, fingerprint },
      });
    });
    const file = join(folder, 'wrong.jsonl');
    await writeFile(file, [header, '', ...others, '', '{"entry":5}', ''].join('\n'));
    const { code, err } = await run(['import', file]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^Line 2504 has no entry\. The 2,000 entries before/m),
    ]);
  });

  test('leaves no half export behind when it is interrupted', async () => {
    await strata.ask(SPAIN);
    const file = join(folder, 'interrupted.jsonl');
    const interrupted = new AbortController();
    const running = run(['export', file], {
      isTerminal: true,
      signal: interrupted.signal,
      onTell: () => interrupted.abort(),
    });
    expect((await running).code).toBe(130);
    expect((await readdir(folder)).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  });

  test('warms the cache from standard input, and fails when a request did', async () => {
    const body = JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: RUST }] });
    const good = await run(['warm', '-', '--tags', 'warm'], { stdin: body });
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('1 requests: 1 asked upstream') });
    expect((await strata.ask(RUST)).cache).toBe('exact-hit');
    const bad = await run(['warm', '-'], { stdin: `${body}\n\n{}\n` });
    expect(bad).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^2 requests: .*1 failed\.\nline 3: You must provide a model/),
    });
  });

  test('makes a key that the configuration can hold hashed', async () => {
    const { key, sha256 } = await asJson(['keys', 'new']);
    expect(key).toMatch(/^sk-strata-[\w-]{43}$/);
    expect(sha256).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await asJson(['keys', 'new']))['key']).not.toBe(key);
  });

  test.each([
    ['no command', [], 'out', 'Usage: npm run strata'],
    ['an unknown one', ['fly'], 'err', 'no command "fly"'],
    ['half of one', ['keys'], 'err', 'Is "keys new" meant?'],
    ['two verdicts', ['feedback', 'id', '--wrong', '--outdated'], 'err', 'either --wrong or --outdated'],
    ['an unknown option', ['stats', '--fly'], 'err', "Unknown option '--fly'"],
    ['a missing operand', ['explain', '--model', 'm'], 'err', 'Something is missing'],
    ['a missing option', ['explain', 'question'], 'err', '--model is missing'],
    ['a text without quotes', ['explain', 'two', 'words'], 'err', '"words" is too much'],
    ['a verb without an id', ['entries', 'delete'], 'err', 'The id is missing'],
    ['a verb with an empty id', ['entries', 'get', ''], 'err', 'The id is missing'],
    ['no selector', ['invalidate'], 'err', 'At least one option'],
  ] as const)('answers %s with how to use it, and 2', async (_name, args, where, text) => {
    const ran = await run(args);
    expect(ran.code).toBe(2);
    expect(ran[where]).toContain(text);
  });

  test('says what is wrong when the server cannot be reached, refuses, or is another', async () => {
    expect(await run(['stats'], { url: 'http://127.0.0.1:9' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not answer'),
    });
    expect(await run(['stats'], { adminKey: 'wrong' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('Set ADMIN_KEY'),
    });
    expect(await run(['stats'], { url: upstream.baseUrl.replace('/v1', '') })).toMatchObject({ code: 1 });
    expect(await run(['import', join(folder, 'missing')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT'),
    });
    const file = join(folder, 'other.jsonl');
    await writeFile(file, '{"a":1}\n');
    expect(await run(['import', file])).toMatchObject({ code: 1, err: expect.stringContaining('no export') });
  });

  test('runs as a program, and reads where Strata is from the environment', async () => {
    const env = { ...process.env, STRATA_URL: strata.url, ADMIN_KEY };
    const { stdout } = await promisify(execFile)(process.execPath, [script, 'stats', '--json'], { env });
    expect(JSON.parse(stdout)).toHaveProperty('services');
    const failure = promisify(execFile)(process.execPath, [script, 'nonsense'], { env });
    await expect(failure).rejects.toMatchObject({ code: 2 });
  });

  const onFullDisk = test.skipIf(!existsSync('/dev/full'));
  onFullDisk('fails when its output cannot be written: half an export is no export', async () => {
    const env = { ...process.env, STRATA_URL: strata.url, ADMIN_KEY };
    const onDisk = ['-c', '"$0" "$1" export > /dev/full', process.execPath, script];
    await expect(promisify(execFile)('sh', onDisk, { env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Standard output cannot be written: ENOSPC'),
    });
  });
});
