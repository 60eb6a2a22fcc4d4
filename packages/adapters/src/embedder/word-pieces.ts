/** What the tokenizer made of a text, ready for the model. */
export type WordPieces = {
  /** At most the window, the two special pieces included. */
  readonly ids: readonly number[];
  /** Pieces of the whole text, special ones included; for a text far beyond the window, of its head. */
  readonly tokenCount: number;
  readonly truncated: boolean;
  /** Share of the text's own pieces that are the unknown one, 0 to 1; 0 for a text without any. */
  readonly unknownShare: number;
};

export type WordPieceTokenizer = {
  /** All pieces of the text between the two special ones. */
  readonly encode: (text: string) => readonly number[];
  readonly unknownId: number;
  readonly maxTokens: number;
};

// English takes 4 to 5 characters a piece. Four times that is never reached by text that fits the window, and it
// bounds the tokenizer, which is quadratic in the length of a word: 16 KB of 99-letter words took it 260 ms, 4 KB 60 ms.
const CHARACTERS_PER_PIECE = 16;

/** Cuts the text to what the model reads. The last special piece is kept, as the model was trained with it. */
export function wordPiecesOf(text: string, tokenizer: WordPieceTokenizer): WordPieces {
  const { maxTokens, unknownId } = tokenizer;
  const head = headOf(text, maxTokens * CHARACTERS_PER_PIECE);
  const all = tokenizer.encode(head);
  const fits = all.length <= maxTokens;
  return {
    ids: fits ? all : [...all.slice(0, maxTokens - 1), all.at(-1) ?? 0],
    tokenCount: all.length,
    truncated: !fits || head.length < text.length,
    unknownShare: shareOf(unknownId, all),
  };
}

function headOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const endsInsidePair = (text.codePointAt(length - 1) ?? 0) > 0xffff;
  return text.slice(0, endsInsidePair ? length - 1 : length);
}

function shareOf(unknownId: number, all: readonly number[]): number {
  const own = all.length - 2;
  if (own <= 0) return 0;
  let unknown = 0;
  for (let index = 1; index <= own; index += 1) {
    if (all[index] === unknownId) unknown += 1;
  }
  return unknown / own;
}
