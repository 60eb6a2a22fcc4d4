import { withSignIn } from '../admin/with-sign-in.js';
import { h } from '../dom.js';
import { report } from './report.js';
import { parseExplanation } from './parse-explanation.js';

/** @typedef {import('../admin/admin-client.js').AdminClient} AdminClient */

const PLACEHOLDER = 'A question, or the JSON body of a chat completion';

/**
 * What would happen to a request, and why: nothing is stored and no upstream is asked.
 *
 * @param {object} options
 * @param {AdminClient} options.admin
 * @param {import('../entry-button.js').OnEntry} options.onEntry
 */
export function explain({ admin, onEntry }) {
  const messages = withSignIn(admin);
  const request = h('textarea', {
    id: 'request',
    rows: 5,
    spellcheck: 'false',
    required: true,
    placeholder: PLACEHOLDER,
  });
  const model = h('input', {
    id: 'explain-model',
    value: 'gpt-4o-mini',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const button = h('button', { class: 'button is-primary', type: 'submit' }, 'Explain');
  const form = h(
    'form',
    { class: 'panel ask' },
    h('div', { class: 'field' }, h('label', { for: 'request' }, 'Request'), request),
    h(
      'div',
      { class: 'field narrow' },
      h('label', { for: 'explain-model' }, 'Model, for a bare question'),
      model,
    ),
    h('div', { class: 'ask-foot' }, button),
  );
  const results = h('div', { class: 'exchanges', 'aria-live': 'polite' });
  const lede =
    'What would happen to a request, and why. Both tiers are asked; nothing is stored and no upstream is called.';
  const element = h(
    'div',
    { class: 'view' },
    h('h1', {}, 'Explain'),
    h('p', { class: 'lede' }, lede),
    form,
    messages.element,
    results,
  );

  const send = () => {
    const body = requestBody(request.value.trim(), model.value.trim());
    void messages.run(async () => {
      try {
        results.replaceChildren(report(parseExplanation(await admin.post('cache/explain', body)), onEntry));
      } catch (error) {
        // What was explained before is of another request.
        results.replaceChildren();
        throw error;
      }
    });
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  return {
    element,
    /**
     * Explains a request that comes from elsewhere on the page.
     *
     * @param {string} body
     */
    show: (body) => {
      request.value = body;
      send();
    },
  };
}

/**
 * A pasted body goes as it is, so that what is explained is exactly what a client sends.
 *
 * @param {string} input
 * @param {string} model
 */
function requestBody(input, model) {
  if (input.startsWith('{')) return input;
  return JSON.stringify({ model, messages: [{ role: 'user', content: input }] });
}
