import { h } from '../dom.js';

/** @typedef {{ readonly text: string, readonly mode: string }} Search */

/**
 * What to look for, and how.
 *
 * @param {(search: Search) => void} onSearch
 */
export function searchForm(onSearch) {
  const text = h('input', {
    id: 'entry-query',
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'Everything',
  });
  const mode = h(
    'select',
    { id: 'entry-mode' },
    h('option', { value: 'words' }, 'by words'),
    h('option', { value: 'meaning' }, 'by meaning'),
  );
  const form = h(
    'form',
    { class: 'panel search-panel' },
    h(
      'div',
      { class: 'search' },
      h('div', { class: 'field' }, h('label', { for: 'entry-query' }, 'Question'), text),
      h('div', { class: 'field' }, h('label', { for: 'entry-mode' }, 'Compared'), mode),
      h('button', { class: 'button is-primary', type: 'submit' }, 'Search'),
    ),
  );
  // Nothing is near to nothing.
  mode.addEventListener('change', () => {
    text.required = mode.value === 'meaning';
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onSearch({ text: text.value.trim(), mode: mode.value });
  });
  return form;
}
