/** What `data/phrasal-verbs.txt` says, as rules for the phrase book and as groups of synonyms. */
export type PhrasalVerbs = { readonly rules: readonly string[]; readonly groups: readonly string[] };

/** `turn down ~: lower dim, decline`: rewritten to one word, `turn_down`, that each of its senses is a synonym of. */
export function readPhrasalVerbs(lines: readonly string[]): PhrasalVerbs {
  const rules: string[] = [];
  const groups: string[] = [];
  for (const line of lines) {
    const [head = '', senses] = line.split(': ');
    if (senses === undefined) throw new SyntaxError(`phrasal-verbs.txt: "${line}"`);
    const [verb = '', ...rest] = head.split(' ');
    const particles = rest.filter((word) => word !== '~').join(' ');
    const word = [verb, ...particles.split(' ')].join('_');
    rules.push(`${verb} ${particles} => ${word}`);
    if (rest.at(-1) === '~') rules.push(`${verb} ~3 ${particles} => ${word} ~`);
    for (const sense of senses.split(', ')) groups.push(`x ${word} ${sense}`);
  }
  return { rules, groups };
}

/** Whether a word of the phrase book is a verb with its particle. */
export function isPhrasalVerb(word: string): boolean {
  return word.length > 1 && word.includes('_');
}
