import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PYTHON = process.env['STRATA_PYTHON'] ?? 'python3';
const SCRIPT = fileURLToPath(new URL('sdk_python.py', import.meta.url));
/** Older SDKs have no responses. */
const NEEDED = 'import openai.resources.responses';
/** What it asks is on this machine, whatever proxy leads out of it. */
const ENVIRONMENT = { ...process.env, NO_PROXY: '*', no_proxy: '*', PYTHONDONTWRITEBYTECODE: '1' };

/** Why the suite cannot run on this machine; `undefined` where it can. */
export function missingPython(): string | undefined {
  const { status, stderr, error } = spawnSync(PYTHON, ['-c', NEEDED], { encoding: 'utf8' });
  if (status === 0) return undefined;
  const said = (error?.message ?? stderr).trim().split('\n').at(-1) ?? '';
  const reason = `${PYTHON} cannot import openai: ${said} (STRATA_PYTHON names another Python)`;
  if (process.env['STRATA_REQUIRE_PYTHON'] === '1') throw new Error(`Python is required here: ${reason}`);
  process.stderr.write(`The suite of OpenAI's SDK for Python is skipped: ${reason}\n`);
  return reason;
}

/** What a scenario gave, or what the SDK threw. */
export type PythonResult = {
  readonly value?: unknown;
  readonly raised?: { readonly type: string; readonly families: readonly string[] } & Readonly<
    Record<'status_code' | 'code' | 'request_id', unknown>
  >;
};

/** A Python process with OpenAI's SDK, which plays the scenarios of `sdk_python.py` one after the other. */
export class PythonSdk implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #stderr = '';

  constructor() {
    this.#child = spawn(PYTHON, [SCRIPT], { stdio: 'pipe', env: ENVIRONMENT });
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async play(scenario: string, url: string, args: object = {}): Promise<PythonResult> {
    this.#child.stdin.write(`${JSON.stringify({ scenario, url, args })}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`Python ended: ${this.#stderr}`);
    return JSON.parse(line.value) as PythonResult;
  }

  /** Tells a scenario that waits to go on. */
  goOn(): void {
    this.#child.stdin.write('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill();
    await gone;
  }
}
