import { UnfitCollectionError } from '@strata/adapters/vector-store/qdrant/unfit-collection-error';
import { VectorDimensionError } from '@strata/adapters/vector-store/vector-dimension-error';
import {
  DependencyError,
  InvalidRequestError,
  OnlyIfCachedError,
  UpstreamError,
  type AdmissionRefusal,
  type BypassReason,
  type EmbeddingRefusal,
  type SemanticRefusal,
  type UpstreamFailure,
} from '@strata/core';
import { allGuards } from '@strata/judge/guards/guards';
import { loadDictionary } from '@strata/judge/lexicon/dictionary';
import { loadReadings, type Readings } from '@strata/judge/second-reading';
import { ConfigError, errorBody, toErrorAnswer, type OpenAIErrorBody } from '@strata/service-kit';

/*
 * The lists of `docs/reference/errors.md`. What the code can be asked is asked (statuses, types, codes, guards); what
 * only its types know is written here as records over those types, so that a reason that is added or goes fails to compile.
 */

type Row = readonly string[];

const BYPASS: Readonly<Record<BypassReason, string>> = {
  requested: '`x-bypass-cache: true`.',
  policy: 'A rule of `cache_policies` with `mode: off`.',
  pattern: 'The user’s text holds what a rule of `cache_policies` names under `no_store`.',
  'no-store':
    '`Cache-Control: no-store`, or `cache: {"no-store": true}` (or `{"use-cache": false}`) in the body.',
  'multiple-choices': '`n` is not 1: an entry holds one choice.',
  logprobs: '`logprobs` or `top_logprobs` is asked for.',
  audio: 'The answer is to hold audio (`audio`, `modalities`).',
  'upstream-state':
    'The answer depends on what the upstream keeps: `background`, `conversation`, `previous_response_id`, a stored prompt without its version, a container, a thread, diagnostics.',
  'hosted-tools':
    'Tools that the upstream runs by itself (web search, code, files, MCP) see another world each time.',
};

/** `mode` is in the type and never given: a caller that leaves the tier out has not been refused. */
const NOT_BY_MEANING: Readonly<Record<SemanticRefusal | EmbeddingRefusal, string>> = {
  endpoint: 'Answers of this endpoint are compared by equality alone (responses, embeddings).',
  tools: '`tools`, `tool_choice`, `functions` or `function_call` is there: the answer may be an action.',
  thinking:
    '`thinking` is on (Anthropic): what the model thought is signed, and taken back in its own conversation alone.',
  temperature: 'The temperature is above `SEMANTIC_MAX_TEMPERATURE`: the caller wants variety.',
  'not-user-last': 'The last message is not from the user.',
  'not-text': 'A message holds something else than text: an image, say.',
  'too-short': 'The question is shorter than `SEMANTIC_MIN_TEXT_BYTES`.',
  'too-long': 'The question is longer than 4,096 characters, far beyond the window.',
  truncated: 'The question is longer than the embedder’s window (256 word pieces).',
  'unknown-tokens':
    'More than a fifth of its word pieces are unknown to the embedder: another script, for instance.',
};

const NOT_STORED: Readonly<Record<AdmissionRefusal, string>> = {
  status: 'A status of 2xx other than 200: a special answer is not what the next one who asks would get.',
  'other-model': 'A fallback model answered in place of the one asked for.',
  'ttl-zero': 'The caller or the configuration gives it no time to live.',
  'error-body': 'An error under status 200.',
  'not-json': 'The answer, or what its stream adds up to, is no JSON object.',
  'not-utf8':
    'Its bytes are not valid UTF-8. A whole answer is passed on byte for byte, a stream with U+FFFD in the place of what is not.',
  'broken-json': 'A function is called with arguments that are no JSON: cut off, say.',
  unfinished:
    'The stream broke off, or ended without a finish reason, or with one that is not known to mean a complete answer.',
  'no-choices': 'There is no choice in it.',
  empty: 'It says nothing: no text, no refusal, no call; for an input to embed, no vector.',
  length: 'Cut at the token limit (`finish_reason` `length`, `max_tokens`, `model_length`).',
  'content-filter': 'Filtered (`finish_reason` `content_filter`).',
  'multiple-choices': 'It holds several choices though one was asked for.',
  'too-large': 'Larger than `CACHE_MAX_ENTRY_BYTES`; of a stream, the text of its events.',
};

/** Not here: `status`, which is passed on as it is. */
const UPSTREAM: Readonly<Record<Exclude<UpstreamFailure, 'status'>, string>> = {
  connect: 'The upstream cannot be reached, or closes the connection without an answer.',
  timeout: 'It takes longer than one of the `UPSTREAM_…_TIMEOUT`s.',
  invalid_response: 'Its answer is not HTTP, a redirect, not a JSON object, or larger than 64 MiB.',
  interrupted: 'Its answer broke off.',
  model_not_found: 'No configured provider serves the model.',
  rate_limited:
    'Every provider of the model asked for a pause (429) that is not over; `retry-after` says when it is.',
  overloaded:
    'Every provider of the model is at its `max_concurrency`, and its queue is full or was waited in too long.',
  no_upstream: 'The demo upstream is asked for anything but chat completions and its models.',
};

const REVIEW: readonly Row[] = [
  ['too-old', 'Not fresh enough for this caller (`max-age`, `min-fresh`).'],
  ['below-threshold', 'The score is below the configured threshold, or the caller’s.'],
  ['entry-threshold', 'The score is below the entry’s own threshold, which feedback raised.'],
];
const AFTER_GUARDS: readonly Row[] = [
  ['score', 'No guard objects, and the judge is not as sure as `SEMANTIC_POLICY` demands.'],
  [
    'reading',
    'Nothing objects, and the cross-encoder, which reads both questions together, says that they differ.',
  ],
  [
    'feedback',
    'Somebody, or a shadow check, said that the answer to one of the two questions is wrong for the other.',
  ],
  ['feedback-unavailable', 'Somebody complained of this answer, and for which questions cannot be read now.'],
  ['judge-error', 'The judge failed on this pair.'],
];

const GUARDS: Readonly<Record<string, string>> = {
  script:
    'A script or language that the embedder does not read: such texts must be equal, but for other ways of asking the same in a dozen languages.',
  quote: 'Where both texts quote, they quote the same.',
  payload: 'JSON, lists, markup, code: as written, but for white space.',
  code: 'Code tokens and names with figures, letter by letter: `-r` is not `-R`.',
  symbol: 'Signs and operators: `C#` is not `C++`.',
  currency: 'Amounts of money.',
  time: 'Dates and times, also relative ones.',
  unit: 'Quantities with their units; an hour is 60 minutes.',
  number: 'Figures and number words.',
  negation: 'A negation on one side, or of another deed.',
  'moved-negation': 'A negation on another word.',
  bound: 'At least three is not at most three.',
  exception: 'Except the first one.',
  quantifier: 'All, most, few, both, half, only.',
  direction: 'From against to, before against after, with against without.',
  opposite: 'Hot against cold, import against export.',
  sense:
    'Words that come to the same in most questions and not in this one: a service is started or enabled, a string empty or blank.',
  place:
    'Where it is done, where it comes from, where it goes: send in PayPal, send to PayPal; a named place or thing that limits one text alone: install it in Ubuntu.',
  composition:
    'What is applied to what and part of what: the mean of the squares, coffee and the absorption of iron.',
  comparative: 'Cheap, cheaper, cheapest; more against less.',
  contrary:
    'Little words of which each excludes the other: before and after it, with and without, at least and at most, when and why, what was and what will be; of words one -ism and another, to watch and to read.',
  'near-spelling':
    'Two rare words that are spelt nearly alike, in each other’s place: dysphagia, dysphasia; lessor, lessee.',
  'denied-quality': 'What a prefix denies before the same noun: an unfinished basement, a finished one.',
  exchange: 'Two things that have changed places, and nothing else: who sued whom, first this and then that.',
  'argument-order': 'Shared words in swapped parts: who beat whom, from A to B.',
  'done-for': 'Done by oneself or by others: cut my hair, get my hair cut.',
  conjunction: 'A and B is not A or B.',
  mention:
    'Words that are spoken about: what rhymes with `car` and with `automobile`, how `color` and `colour` are spelt.',
  accent: 'Words that only their accents or a hyphen tell apart: `schon`, `schön`; `re-sign`, `resign`.',
  case: 'Words whose capital makes them another word: US, us; WHO, who.',
  name: 'People, places, products, organisations.',
  substitution: 'A content word in place of another that is neither inflection nor synonym.',
  question: 'What, why, how, when: another question about the same thing.',
  modality: 'Can I, should I, must I.',
  'asked-besides': 'A second question in one word: when did it open, when did it open and why.',
  'then-or-now': 'Whether it is so or was: is Pluto a planet, was Pluto a planet.',
  tense: 'Who is president, who was president.',
  person: 'He or she, I or you.',
  style: 'Briefly, in detail, step by step.',
  addition: 'A constraint that one text adds: for vegetarians, without root.',
};

/** Every error that is thrown on the way of a request, as the proxy answers it. */
export function errorTable(): string {
  const failures = Object.entries(UPSTREAM).map(([code, when]) =>
    thrown(when, new UpstreamError('', { code: code as UpstreamFailure })),
  );
  return table(
    ['status', '`type`', '`code`', 'when'],
    [
      thrown('The body is not valid JSON or not UTF-8.', invalid(400, 'invalid_json')),
      thrown('A control has a value that cannot be meant.', invalid(400, 'invalid_cache_control')),
      thrown('A field is missing or unusable; `param` names it.', invalid(400)),
      written('Without the admin key, where one is set; without a valid key, where keys are configured.', {
        status: 401,
      }),
      thrown('The key may not use the model.', invalid(403, 'model_not_allowed')),
      thrown('The key has a budget, and the model no known price.', invalid(403, 'model_price_unknown')),
      thrown('The key has limits that cannot be kept on this path.', invalid(403, 'path_not_allowed')),
      thrown(
        'Without keys: a page of another origin sends what passes through and does more than look; or, of a proxy on loopback, a page whose name was made to point at this machine. `CORS_ORIGINS` lets them.',
        invalid(403, 'origin_not_allowed'),
      ),
      written('The key’s requests or tokens are used up; `retry-after` says for how long.', { status: 429 }),
      written('The key’s money for the month is spent.', { status: 429, code: 'insufficient_quota' }),
      written('The admin API without a key, from elsewhere than this machine.', { status: 403 }),
      written('No such path.', { status: 404, code: 'unknown_url' }),
      thrown('Feedback on an entry that nobody knows.', invalid(404)),
      written('The path is there, the method is not (`allow` names those that are).', {
        status: 405,
        code: 'method_not_allowed',
      }),
      written('The request’s headers or body came too slowly.', { status: 408 }),
      thrown('The body is larger than `MAX_BODY_BYTES` (admin routes: 16 MB).', invalid(413)),
      thrown(
        'Another content type than JSON in UTF-8, or a compressed body.',
        invalid(415, 'unsupported_media_type'),
      ),
      written('The request’s headers are larger than `MAX_HEADER_BYTES`.', { status: 431 }),
      thrown('A fault of Strata; its log holds the stack under the request’s id.', new Error('unexpected')),
      thrown('An admin route needs `managed.json`, and the file is damaged.', new ConfigError([])),
      thrown(
        'An admin route meets vectors of another length than the embedder’s: its model changed under the same fingerprint.',
        new VectorDimensionError(''),
      ),
      thrown(
        'An admin route meets a collection in Qdrant that Strata did not make and that cannot hold its vectors; the message names it.',
        new UnfitCollectionError(''),
      ),
      ...failures,
      thrown(
        'An admin route, or an embedding by the own model, needs a part that is down; past a deadline the code is `timeout`, with an open breaker `open`.',
        new DependencyError(''),
      ),
      thrown('`only-if-cached`, and nothing may be served.', new OnlyIfCachedError()),
    ].toSorted((left, right) => Number(left[0]) - Number(right[0])),
  );
}

export function reasonTables(): Readonly<Record<'bypass' | 'notByMeaning' | 'notStored' | 'guards', string>> {
  const readings = loadReadings();
  const guards = [...new Set(allGuards(loadDictionary()).map(({ name }) => name))];
  return {
    bypass: reasons(Object.entries(BYPASS)),
    notByMeaning: reasons(Object.entries(NOT_BY_MEANING)),
    notStored: reasons(Object.entries(NOT_STORED)),
    guards: reasons(
      [...REVIEW, ...guards.map((name) => [name, meaningOf(name)]), ...AFTER_GUARDS].map(
        ([name = '', meaning = '']) => [name, meaning, overruledFrom(name, readings)],
      ),
      ['reason', 'meaning', 'overruled from'],
    ),
  };
}

/** The log-odds of a reading from which on `strict` takes the objection back, alone and beside others; a dash where it stands. */
function overruledFrom(guard: string, { overrules, together }: Readings): string {
  const needed = [...overrules, ...together]
    .filter(({ guards }) => guards.includes(guard))
    .toSorted((left, right) => left.guards.length - right.guards.length)
    .map(({ guards, needs }) => {
      const others = guards.filter((name) => name !== guard).map((name) => `\`${name}\``);
      return others.length === 0 ? String(needs) : `${needs} with ${others.join(', ')}`;
    });
  return needed.join('; ') || '–';
}

function meaningOf(guard: string): string {
  const meaning = GUARDS[guard];
  if (meaning === undefined)
    throw new Error(`Say in scripts/errors-page.ts what the guard "${guard}" looks at.`);
  return meaning;
}

function invalid(status: number, code?: string): InvalidRequestError {
  return new InvalidRequestError('', { status, ...(code === undefined ? {} : { code }) });
}

function thrown(when: string, error: Error): Row {
  const { status, body } = toErrorAnswer(error);
  return row(when, status, JSON.parse(Buffer.from(body).toString()) as OpenAIErrorBody);
}

function written(when: string, input: { readonly status: number; readonly code?: string }): Row {
  return row(when, input.status, errorBody({ ...input, message: '' }));
}

function row(when: string, status: number, { error }: OpenAIErrorBody): Row {
  return [String(status), `\`${error.type}\``, error.code === null ? '–' : `\`${error.code}\``, when];
}

function reasons(rows: readonly Row[], head: Row = ['reason', 'meaning']): string {
  return table(
    head,
    rows.map(([name = '', ...rest]) => [`\`${name}\``, ...rest]),
  );
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
