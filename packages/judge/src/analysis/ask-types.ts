/** What a text asks for. `request`: `Can you …?` before a verb; `any`: `Are there any …?`; `exists`: `Is there a …?`; `none`: bare keywords or a statement. */
export type AskType =
  | 'what'
  | 'who'
  | 'whose'
  | 'when'
  | 'where'
  | 'why'
  | 'how'
  | 'howmany'
  | 'howmuch'
  | 'yesno'
  | 'kinds'
  | 'request'
  | 'any'
  | 'exists'
  | 'do'
  | 'none';

export type Tense = 'past' | 'present' | 'perfect' | 'hindsight' | 'future' | 'open';

export type Ask = {
  readonly type: AskType;
  /** How many sentences ask something: `What is GDP? How is it calculated?` asks two things. */
  readonly questions: number;
  /** All that is asked, sorted. */
  readonly types: readonly AskType[];
  readonly tense: Tense;
  readonly modal: 'can' | 'should' | 'need' | 'must' | 'will' | 'would' | 'none';
  /** Copula question about me or about you: `Who am I?`, `What is your name?`. */
  readonly person: 'i' | 'you' | 'open';
  /** Whether the modal is said of somebody else than who asks or is asked: `How much should a baby weigh?` */
  readonly general: boolean;
  /** Tense of the only statement beside the question: `My flight was cancelled. What are my rights?` */
  readonly told: Tense;
};
