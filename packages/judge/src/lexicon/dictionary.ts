import { Languages } from '../foreign/languages.ts';
import { dataLines } from './data-file.ts';
import { Lexicon, loadLexicon, type WordId } from './lexicon.ts';
import { Measures } from './measures.ts';
import { Morphology } from './morphology.ts';
import { FrameSpelling } from './frame-spelling.ts';
import { readPhrasalVerbs } from './phrasal-verbs.ts';
import { PhraseBook } from './phrase-book.ts';
import { Synonyms } from './synonyms.ts';

/** All word knowledge, read once from `data/`: about 4 MB, mostly outside the JavaScript heap. */
export type Dictionary = {
  readonly lexicon: Lexicon;
  readonly morphology: Morphology;
  readonly synonyms: Synonyms;
  readonly phrases: PhraseBook;
  readonly frames: FrameSpelling;
  readonly measures: Measures;
  readonly languages: Languages;
};

export type { WordId };

/** Reads the committed word lists. Throws when one is missing or malformed: a broken installation. */
export function loadDictionary(): Dictionary {
  const lexicon = loadLexicon();
  const morphology = new Morphology(lexicon, dataLines('irregular.txt'), dataLines('spelling.txt'));
  const phrasal = readPhrasalVerbs(dataLines('phrasal-verbs.txt'));
  const phrases = new PhraseBook([...dataLines('phrases.txt'), ...phrasal.rules]);
  return {
    lexicon,
    morphology,
    synonyms: new Synonyms(lexicon, [...dataLines('synonyms.txt'), ...phrasal.groups]),
    phrases,
    frames: new FrameSpelling(phrases.words),
    measures: new Measures(dataLines('units.txt'), dataLines('currencies.txt')),
    languages: new Languages(dataLines('languages.txt')),
  };
}
