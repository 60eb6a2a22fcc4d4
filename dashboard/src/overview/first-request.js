import { h, setText } from '../dom.js';
import { icon } from '../icons.js';

/** What stands in place of the numbers until there are any: the request that makes the first one. */
export function firstRequest() {
  const command = curl();
  const code = h('code', {}, command);
  return h(
    'section',
    { class: 'empty', 'aria-labelledby': 'empty-title' },
    h('h2', { id: 'empty-title' }, 'Waiting for the first request'),
    h(
      'p',
      {},
      'Send this twice: the first answer comes from the upstream, the second from the cache. Numbers appear here within 5 seconds.',
    ),
    h(
      'div',
      { class: 'code' },
      h('pre', { tabindex: 0, 'aria-label': 'Command' }, code),
      copyButton(command),
    ),
    h('p', {}, 'Or ask in the ', h('a', { href: '#/playground' }, 'Playground'), '.'),
  );
}

function curl() {
  const url = new URL('../v1/chat/completions', document.baseURI);
  const body = {
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'What is the capital of France?' }],
  };
  return `curl -i ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(body)}'`;
}

/** @param {string} text */
function copyButton(text) {
  const label = h('span', {}, 'Copy');
  const button = h('button', { class: 'button', type: 'button' }, icon('copy'), label);
  button.addEventListener('click', () => {
    void copy(text).then((done) => setText(label, done ? 'Copied' : 'Select and copy'));
  });
  return button;
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} `false` where the browser has no clipboard for pages without TLS
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
