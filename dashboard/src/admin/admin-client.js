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

  /** @param {string} key */
  signIn(key) {
    this.#key = key;
  }

  /**
   * @param {string} path below `/admin/`
   * @param {unknown} body sent as JSON; a text is JSON already
   * @returns {Promise<unknown>} the answer's JSON
   * @throws {AdminError}
   */
  async post(path, body) {
    const response = await this.#send(path, typeof body === 'string' ? body : JSON.stringify(body));
    /** @type {unknown} */
    const answer = await response.json().catch(() => undefined);
    if (!response.ok) throw new AdminError(response.status, messageOf(answer, response.status));
    return answer;
  }

  /**
   * @param {string} path
   * @param {string} body
   */
  async #send(path, body) {
    const authorization = this.#key === '' ? {} : { authorization: `Bearer ${this.#key}` };
    try {
      return await fetch(`../admin/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body,
      });
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
