import { h } from './dom.js';

/** @typedef {(entry: string) => void} OnEntry */

/**
 * Leads to an entry, which is named by the begin of its id.
 *
 * @param {string} entry
 * @param {OnEntry} onEntry
 */
export function entryButton(entry, onEntry) {
  const button = h('button', { class: 'chip', type: 'button', title: entry }, `Entry ${entry.slice(0, 8)}`);
  button.addEventListener('click', () => onEntry(entry));
  return button;
}
