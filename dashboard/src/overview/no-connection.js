import { h, setText } from '../dom.js';
import { icon } from '../icons.js';

/**
 * What stands in place of the numbers when none ever came.
 *
 * @param {() => void} retry
 */
export function noConnection(retry) {
  const reason = h('p');
  const button = h('button', { class: 'button', type: 'button' }, 'Try now');
  button.addEventListener('click', retry);
  const element = h(
    'section',
    { class: 'empty', 'aria-labelledby': 'broken-title' },
    h('h2', { id: 'broken-title' }, icon('alert'), 'No numbers from the proxy'),
    reason,
    h('p', {}, 'The page asks again every 5 seconds and goes on by itself.'),
    button,
  );
  return {
    element,
    /** @param {string} message */
    update: (message) => setText(reason, message),
  };
}
