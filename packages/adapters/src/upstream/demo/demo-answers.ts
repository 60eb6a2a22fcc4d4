/** Questions a first visitor is likely to try. The words that matter must be these, all of them and no other. */
type KnownAnswer = { readonly asked: readonly string[]; readonly answer: string };

const KNOWN: readonly KnownAnswer[] = [
  { asked: ['capital france'], answer: 'The capital of France is Paris.' },
  { asked: ['capital germany'], answer: 'The capital of Germany is Berlin.' },
  { asked: ['capital japan'], answer: 'The capital of Japan is Tokyo.' },
  {
    asked: ['rust', 'rust language', 'rust programming language'],
    answer:
      'Rust is a compiled programming language that guarantees memory safety without a garbage collector: the compiler tracks who owns each value and who may borrow it.',
  },
  {
    asked: ['typescript', 'typescript language', 'typescript programming language'],
    answer:
      'TypeScript is JavaScript with static types. The types are checked before the program runs and then stripped away.',
  },
  {
    asked: ['enable 2fa', 'activate 2fa', 'turn on 2fa', 'set up 2fa', 'setup 2fa'],
    answer:
      'To enable two-factor authentication, open the security settings of your account, choose an authenticator app, scan the code it shows and enter the six digits. Keep the recovery codes somewhere safe.',
  },
  {
    asked: ['disable 2fa', 'deactivate 2fa', 'turn off 2fa', 'remove 2fa'],
    answer:
      'To disable two-factor authentication, open the security settings of your account, choose to turn it off and confirm with a current code. Your account is less safe without it.',
  },
  {
    asked: ['reset password', 'change password', 'forgot password'],
    answer:
      'To reset your password, follow the "forgot password" link on the sign-in page, open the message you are sent and choose a new one that you use nowhere else.',
  },
  {
    asked: ['semantic cache', 'semantic caching', 'semantic cache work', 'semantic caching work'],
    answer:
      'A semantic cache answers a question that means the same as one asked before. It compares the questions as vectors, and must refuse those that only look alike.',
  },
  {
    asked: ['redis', 'redis used'],
    answer: 'Redis is an in-memory data store, often used as a cache, a message broker or a session store.',
  },
  {
    asked: ['vector database', 'qdrant', 'qdrant used'],
    answer:
      'A vector database such as Qdrant finds the stored vectors nearest to a given one, filtered by what else is known of them.',
  },
  {
    asked: ['llm', 'large language model', 'llms', 'large language models'],
    answer:
      'A large language model is a neural network trained on a great deal of text to predict the next token, from which it answers questions and writes.',
  },
  {
    asked: ['strata', 'who are you'],
    answer:
      'Strata is a tiered semantic cache in front of LLM APIs: exact repeats first, then questions that mean the same, then the model itself.',
  },
  {
    asked: ['hello', 'hi', 'hey', 'hello there', 'hi there'],
    answer: 'Hello! Ask me something, then ask the same again, and then in other words.',
  },
];

const NOTICE =
  'This is a demo answer from Strata, not from a model: no provider is configured. Set OPENAI_API_KEY or GROQ_API_KEY and start again to get real answers.';

/** Words a question can lose and stay the same question. Never `not`, `no` or `without`. */
const FILLER = new Set(
  (
    'a an about can city could define describe do does explain for how i in is it me mean my of please tell the to ' +
    'us we what whats which would you your'
  ).split(' '),
);

/** Characters; a longer text is no question that is known, and need not be looked at. */
const LONGEST_KNOWN = 1_000;

/** What the demo says to a user's text: always the same for the same text. */
export function demoAnswer(question: string): string {
  const known = question.length > LONGEST_KNOWN ? undefined : ANSWERS.get(keyOf(question));
  const answer = known ?? restated(question);
  return `${answer}\n\n${NOTICE}`;
}

function restated(question: string): string {
  const text = question.replaceAll(/\s+/g, ' ').trim();
  if (text === '') return 'You sent no text to answer.';
  return `You asked: "${text.length > 200 ? `${text.slice(0, 200)}…` : text}"`;
}

/** The words that matter, each once, in alphabetical order. */
function keyOf(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’]s\b/g, '')
    .replaceAll(/two[- ]factor( authentication)?|two[- ]step verification|\bmfa\b/g, '2fa');
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.filter((word) => !FILLER.has(word)))].toSorted().join(' ');
}

const ANSWERS: ReadonlyMap<string, string> = new Map(
  KNOWN.flatMap(({ asked, answer }) => asked.map((words) => [keyOf(words), answer] as const)),
);
