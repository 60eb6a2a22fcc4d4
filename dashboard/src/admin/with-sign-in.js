import { h, setText } from '../dom.js';
import { AdminError } from './admin-client.js';

/** @typedef {import('./admin-client.js').AdminClient} AdminClient */

const WANTED = 'This view needs the admin key of this proxy (ADMIN_KEY). One sign-in is for all views.';
const WRONG_KEY = 'That is not the admin key of this proxy.';

/**
 * Runs admin calls; asks for the admin key where the proxy wants one, then runs the call again. Any other failure is
 * shown in words.
 *
 * @param {AdminClient} admin
 */
export function withSignIn(admin) {
  /** @type {(() => Promise<void>) | undefined} */
  let waiting;
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const reason = h('p', { class: 'hint', role: 'status' });
  const key = h('input', {
    type: 'password',
    autocomplete: 'off',
    'aria-label': 'Admin key',
    placeholder: 'Admin key',
  });
  const button = h('button', { class: 'button is-primary', type: 'submit' }, 'Sign in');
  const row = h('div', { class: 'sign-in-row field' }, key, button);
  const form = h(
    'form',
    { class: 'panel sign-in', hidden: true },
    h('h2', { class: 'panel-title' }, 'Sign in'),
    reason,
    row,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    admin.signIn(key.value.trim());
    key.value = '';
  });
  admin.onSignIn(() => {
    if (form.hidden) return;
    // Who went on to another view and signed in there may not want any more what was asked for here.
    if (form.isConnected && waiting !== undefined) void run(waiting);
    else form.hidden = true;
  });

  /** @param {() => Promise<void>} call */
  async function run(call) {
    try {
      await call();
      // With what has the keyboard, the keyboard would be gone.
      if (form.contains(document.activeElement)) form.closest('main')?.focus();
      form.hidden = true;
      problem.hidden = true;
    } catch (error) {
      fail(error, call);
    }
  }

  /**
   * @param {unknown} error
   * @param {() => Promise<void>} call
   */
  function fail(error, call) {
    if (!(error instanceof AdminError)) throw error;
    const { status, message } = error;
    form.hidden = status !== 401;
    problem.hidden = status === 401;
    if (status !== 401) return setText(problem, message);
    setText(reason, admin.signedIn ? WRONG_KEY : WANTED);
    waiting = call;
    key.focus();
  }

  return {
    element: h('div', { class: 'admin-messages' }, form, problem),
    run,
    /** Whether the reader is asked for the key: to ask again meanwhile would only disturb. */
    get asking() {
      return !form.hidden;
    },
  };
}
