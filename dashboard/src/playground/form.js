import { h } from '../dom.js';

/** @typedef {import('./ask.js').Question} Question */

/** Questions to try, each with a way to ask it in other words. */
const EXAMPLES = [
  { first: 'What is the capital of France?', again: 'Please tell me what the capital of France is.' },
  { first: 'How do I reverse a list in Python?', again: 'How can I reverse a list in Python?' },
];

/**
 * The form that asks.
 *
 * @param {(question: Question) => void} onAsk
 */
export function askForm(onAsk) {
  const text = h('textarea', { id: 'question', rows: 3, placeholder: 'Ask something', required: true });
  const model = h('input', {
    id: 'model',
    value: 'gpt-4o-mini',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
  });
  const cache = h(
    'select',
    { id: 'cache' },
    h('option', { value: 'use' }, 'Use it'),
    h('option', { value: 'refresh' }, 'Refresh: ask the upstream, store the answer'),
    h('option', { value: 'bypass' }, 'Bypass: neither read nor write'),
  );
  const key = h('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    placeholder: 'Only where the proxy asks for one',
  });
  const button = h('button', { class: 'button is-primary', type: 'submit' }, 'Ask');
  const form = h(
    'form',
    { class: 'panel ask' },
    field('Question', text),
    examples((question) => put(question)),
    h('div', { class: 'ask-options' }, field('Model', model), field('Cache', cache), field('API key', key)),
    h('div', { class: 'ask-foot' }, button, h('span', { class: 'hint' }, 'or Ctrl + Enter')),
  );

  const submit = () => {
    const question = text.value.trim();
    if (question === '' || button.disabled) return;
    const how = cache.value === 'refresh' || cache.value === 'bypass' ? cache.value : 'use';
    onAsk({ text: question, model: model.value.trim(), cache: how, key: key.value.trim() });
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  });

  /**
   * Puts a question into the form, all of it selected.
   *
   * @param {string} question
   */
  function put(question) {
    text.value = question;
    text.focus();
    text.select();
  }

  return {
    element: form,
    put,
    /** @param {boolean} busy */
    setBusy: (busy) => {
      button.disabled = busy;
      button.textContent = busy ? 'Asking…' : 'Ask';
    },
  };
}

/**
 * A question that means the same as an example; `undefined` for one that the reader wrote.
 *
 * @param {string} question
 */
export function inOtherWords(question) {
  return EXAMPLES.find(({ first }) => first === question)?.again;
}

/** @param {(question: string) => void} onChoose */
function examples(onChoose) {
  const buttons = EXAMPLES.map(({ first }) => {
    const button = h('button', { class: 'chip', type: 'button' }, first);
    button.addEventListener('click', () => onChoose(first));
    return button;
  });
  return h('div', { class: 'chips' }, ...buttons);
}

/**
 * @param {string} label
 * @param {HTMLElement} control
 */
function field(label, control) {
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control);
}
