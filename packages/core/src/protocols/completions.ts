import { finishRefusal, isError, type AdmissionRefusal } from '../admission.ts';
import { parseApiRequest, upstreamBody, type ApiRequest } from '../api-request.ts';
import { choicesOf, usageOf } from '../completion.ts';
import { whiteSpaceAround } from '../content-texts.ts';
import { InvalidRequestError } from '../errors.ts';
import { fieldsOf } from '../fingerprint.ts';
import type { JsonObject } from '../json.ts';
import { normaliseText, questionOf } from '../semantic-query.ts';
import { isHotter } from '../temperature.ts';
import { hideUsage, usageOfEvent } from '../usage-events.ts';
import type { Protocol } from './protocol.ts';
import { TextCompletionAssembler, textCompletionChunks } from './text-completion.ts';

/** OpenAI's older `POST /v1/completions`: a prompt, continued. Several prompts are one request with a choice for each. */
export const completions: Protocol = {
  name: 'completions',
  path: '/completions',
  framing: 'done',
  headers: ['openai-beta'],
  parse: parseCompletionRequest,
  bypass: ({ body }) => {
    const { n, best_of: best, logprobs } = body;
    if ([n, best].some((count) => count !== undefined && count !== null && count !== 1))
      return 'multiple-choices';
    return logprobs === undefined || logprobs === null ? undefined : 'logprobs';
  },
  // The prompt as it is: a completion goes on from its very last character.
  significantFields: ({ body }) => fieldsOf(body),
  question: ({ body }, rules) => {
    const { prompt, suffix } = body;
    if (typeof prompt !== 'string' || (suffix !== undefined && suffix !== null))
      return { refusal: 'not-text' };
    if (isHotter(body, rules.maxTemperature)) return { refusal: 'temperature' };
    return questionOf(normaliseText(prompt), rules);
  },
  // White space that the question leaves out: what goes on from `upon a time ` is not what goes on from `upon a time`.
  withoutQuestion: ({ prompt, ...fields }) => ({
    ...fields,
    prompt: typeof prompt === 'string' ? whiteSpaceAround(prompt) : null,
  }),
  upstreamBody,
  assembler: () => new TextCompletionAssembler(),
  replay: (whole, wanted) =>
    choicesOf(whole).length === 0 ? undefined : textCompletionChunks(whole, wanted),
  shown: (events, { includeUsage }) => (includeUsage ? events : hideUsage(events)),
  refusal,
  usage: usageOf,
  eventUsage: usageOfEvent,
  answerText: (whole) =>
    choicesOf(whole)
      .map(({ text }) => String(text))
      .join('\n'),
};

function parseCompletionRequest(text: string): ApiRequest {
  const request = parseApiRequest(text);
  const { prompt } = request.body;
  const usable = prompt === undefined || typeof prompt === 'string' || Array.isArray(prompt);
  if (!usable) {
    throw new InvalidRequestError('prompt must be a string or an array.', { param: 'prompt' });
  }
  return request;
}

function refusal(whole: JsonObject | undefined): AdmissionRefusal | undefined {
  if (whole === undefined) return 'not-json';
  if (isError(whole['error'])) return 'error-body';
  const choices = choicesOf(whole);
  if (choices.length === 0) return 'no-choices';
  for (const choice of choices) {
    const { text, finish_reason: reason } = choice;
    const why = finishRefusal(reason);
    if (why !== undefined) return why;
    if (typeof text !== 'string' || text.trim() === '') return 'empty';
  }
  return undefined;
}
