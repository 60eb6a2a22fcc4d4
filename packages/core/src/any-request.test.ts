import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidRequestError } from './errors.ts';
import { prepareRequest } from './prepared-request.ts';
import { chat } from './protocols/chat.ts';
import { completions } from './protocols/completions.ts';
import { embeddings } from './protocols/embeddings.ts';
import { messages } from './protocols/messages.ts';
import { responses } from './protocols/responses.ts';

const PROTOCOLS = { chat, completions, embeddings, messages, responses };
const USABLE = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hi' }],
  input: 'Hi',
  prompt: 'Hi',
  max_tokens: 5,
};

/** What JSON can hold, with objects that JavaScript cannot make a text of. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    fc.constantFrom(null, true, 0, 1.5, '', 'text', 'user'),
    fc.array(tie('any'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('type', 'text', 'role', 'content', 'toString', 'valueOf'), tie('any'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).any;
const NAMES =
  'messages input prompt tools tool_choice include system stream stream_options n temperature cache audio modalities thinking encoding_format container mcp_servers';
const member = fc.constantFrom(...NAMES.split(' '));

function prepare(name: keyof typeof PROTOCOLS, body: object): unknown {
  const asking = { tenant: 't', protocol: PROTOCOLS[name] };
  const rules = {
    cacheVersion: 0,
    askForUsage: true,
    semanticRules: { maxTemperature: 0.7, minTextBytes: 8, maxTextChars: 4_096 },
  };
  try {
    return prepareRequest({ text: JSON.stringify(body), headers: {}, asking }, rules);
  } catch (error) {
    return error;
  }
}

test.each(['chat', 'completions', 'embeddings', 'messages', 'responses'] as const)(
  'whatever a request of %s holds, it is understood or refused as the caller’s mistake',
  (name) => {
    fc.assert(
      fc.property(fc.dictionary(member, value, { maxKeys: 4, noNullPrototype: true }), (members) => {
        const prepared = prepare(name, { ...USABLE, ...members });
        if (prepared instanceof Error) expect(prepared).toBeInstanceOf(InvalidRequestError);
      }),
    );
  },
);

test.each([
  ['tools', [{ type: { toString: 5 } }]],
  ['include', [{ toString: 5 }]],
])('%s of responses may hold what is no text', (name, odd) => {
  expect(prepare('responses', { ...USABLE, [name]: odd })).toMatchObject({ request: { model: 'm' } });
});
