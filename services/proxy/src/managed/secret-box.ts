import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@strata/adapters/private-files';
import { isJsonObject, type JsonObject } from '@strata/core';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keeps providers' keys out of the file that everything else about them is in: a copy of that file, in a backup or a
 * report, tells nothing. AES-256-GCM under a random key in a file of its own, which is made when it is first needed.
 */
export class SecretBox {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  seal(secrets: JsonObject): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#makeKey(), nonce);
    const text = Buffer.concat([cipher.update(JSON.stringify(secrets)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
  }

  /** Throws where the key is gone, or another one. */
  open(sealed: string): JsonObject {
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', readFileSync(this.#path), nonce);
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    const secrets: unknown = JSON.parse(text.toString());
    return isJsonObject(secrets) ? secrets : {};
  }

  get #path(): string {
    return join(this.#folder, 'managed.key');
  }

  #makeKey(): Buffer {
    try {
      return readFileSync(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      makeFolder(this.#folder);
      const key = randomBytes(KEY_BYTES);
      writeFileSync(this.#path, key, { mode: 0o600, flag: 'wx', flush: true });
      return key;
    }
  }
}
