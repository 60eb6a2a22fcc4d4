import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { Strata } from './strata.ts';

/** A configuration file of its own, gone with it. */
export class ConfigFolder implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<ConfigFolder> {
    return new ConfigFolder(await mkdtemp(join(tmpdir(), 'strata-keys-')));
  }

  /** JSON is YAML too. Returns the file's path. */
  async write(settings: object): Promise<string> {
    return await this.writeText(JSON.stringify(settings));
  }

  async writeText(text: string): Promise<string> {
    const path = join(this.#folder, 'strata.yaml');
    await writeFile(path, text);
    return path;
  }

  /** A folder for what a Strata keeps, to start a second one on. */
  get dataDir(): string {
    return join(this.#folder, 'data');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A Strata in front of the fake upstream that knows these keys. The semantic tier is off. */
export async function startWithKeys(
  upstream: FakeOpenAiServer,
  keys: readonly object[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Strata> {
  await using folder = await ConfigFolder.create();
  const path = await folder.write({ master_keys: keys });
  return await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', CONFIG_PATH: path, ...variables });
}

export function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` };
}
