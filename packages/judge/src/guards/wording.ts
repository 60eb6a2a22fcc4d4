const WORDING = new RegExp(
  [
    String.raw`\b(?:this|these|following|below|above|my)\b[^:\n]{0,60}:(?!\d)`,
    String.raw`\b(?:grammar|grammatical(?:ly)?|proofread|spelling|spelled|punctuation|contractions?|(?:passive|active) voice)\b`,
    String.raw`\b(?:correct (?:this|the following|my)|(?:this|following|my) (?:sentence|paragraph|phrase)|sentence correct)\b`,
    String.raw`\b(?:correct|proper) to (?:say|write)\b|\bwhat(?:'s| is) wrong with\b[^:\n]{0,40}:`,
    String.raw`\b(?:polite(?:ness|ly)?|impolite|rude(?:ness)?|tone)\b[^:]{0,80}:(?!\d)`,
    String.raw`\b(?:how many|count|number of)\b[^:\n]{0,20}\b(?:words|letters|characters|syllables|vowels)\b[^:\n]{0,20}:`,
    String.raw`^[^:\n]{0,40}\b(?:translate|rewrite|rephrase|reword|paraphrase|transcribe|transliterate|proofread|conjugate|punctuate|capitali[sz]e|spell|put (?:it )?(?:in|into))\b[^:\n]{0,60}:`,
  ].join('|'),
  'iu',
);

/** Whether the very words of a given text are what is asked about: then an inflection is a difference. */
export function isAboutWording(text: string): boolean {
  return WORDING.test(text);
}
