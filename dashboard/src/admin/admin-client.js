import { isObject } from '../json.js';

/** An admin call that was refused or failed; `status` 0 where nothing answered. The message is for people. */
export class AdminError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Speaks to `/admin`. The key lives in memory only: it is gone when the page is left. */
export class AdminClient {
  #key = '';
  #signIns = new EventTarget();

  /** @param {string} key */
  signIn(key) {
    this.#key = key;
    this.#signIns.dispatchEvent(new Event('sign-in'));
  }

  /** Whether calls show a key: one that is refused with it is refused for it. */
  get signedIn() {
    return this.#key !== '';
  }

  /**
   * Calls back at each sign-in, from whichever view: the key is for all of them.
   *
   * @param {() => void} callback
   */
  onSignIn(callback) {
    this.#signIns.addEventListener('sign-in', callback);
  }

  /**
   * @param {string} path below `/admin/`
   * @param {unknown} body sent as JSON; a text is JSON already
   * @returns {Promise<unknown>} the answer's JSON
   * @throws {AdminError}
   */
  async post(path, body) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return await this.#send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    });
  }

  /**
   * @param {string} path below `/admin/`
   * @param {AbortSignal} [signal]
   * @returns {Promise<unknown>} the answer's JSON
   * @throws {AdminError}
   */
  async get(path, signal) {
    return await this.#send(path, { cache: 'no-store', ...(signal === undefined ? {} : { signal }) });
  }

  /**
   * @param {string} path below `/admin/`
   * @returns {Promise<unknown>} the answer's JSON
   * @throws {AdminError}
   */
  async delete(path) {
    return await this.#send(path, { method: 'DELETE' });
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   * @returns {Promise<unknown>}
   */
  async #send(path, request) {
    const response = await this.#fetch(path, request);
    /** @type {unknown} */
    const answer = await response.json().catch(() => undefined);
    if (!response.ok) throw new AdminError(response.status, messageOf(answer, response.status));
    return answer;
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   */
  async #fetch(path, request) {
    const headers = new Headers(request.headers);
    if (this.#key !== '') headers.set('authorization', `Bearer ${this.#key}`);
    try {
      return await fetch(`../admin/${path}`, { ...request, headers });
    } catch {
      throw new AdminError(0, 'The proxy does not answer. Is it running?');
    }
  }
}

/**
 * @param {unknown} answer
 * @param {number} status
 */
function messageOf(answer, status) {
  const error = isObject(answer) ? answer['error'] : undefined;
  if (typeof error === 'string') return error;
  const message = isObject(error) ? error['message'] : undefined;
  return typeof message === 'string' ? message : `The proxy answered with status ${status}.`;
}
