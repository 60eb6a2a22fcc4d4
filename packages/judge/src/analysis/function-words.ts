/**
 * Closed-class words: how they steer a sentence.
 *
 * - `det`, `poss`, `pron`: point at things; `aux`, `modal`: carry tense and mood; `prep`: the role of what follows;
 * - `conj`, `sub`: join; `wh`: what is asked; `neg`, `quant`, `degree`, `bound`: change what is true;
 * - `filler`: adds nothing to what is asked.
 */
export type FunctionClass =
  | 'det'
  | 'poss'
  | 'pron'
  | 'aux'
  | 'modal'
  | 'prep'
  | 'conj'
  | 'sub'
  | 'wh'
  | 'neg'
  | 'quant'
  | 'degree'
  | 'filler';

const LISTS: Readonly<Record<FunctionClass, string>> = {
  det: 'the a an this that these those such',
  poss: 'my mine our ours your yours his hers its their theirs',
  pron: `i me we us you he him she her it they them one there`,
  aux: 'be am is are was were been being do does did have has had having',
  modal: 'will would shall should can could may might must ought',
  prep: `of given within in on at by for with about against between into through during before after above below to from up
    down out off over under near until till towards toward across along around behind beneath beside beyond inside
    outside onto per than like as upon versus despite without except instead amid among since regarding via`,
  conj: 'and or but nor so plus',
  sub: 'if because although though unless whether whereas once while',
  wh: 'what which who whom whose when where why how',
  neg: 'not no never none nothing nobody nowhere neither nor',
  quant: `all every each any some most many much few several both either half enough everyone everybody everything
    always sometimes only`,
  degree: 'more less least too',
  filler: `just actually really exactly basically even also ever then please anyway literally honestly simply truly
    definitely certainly obviously properly correctly effectively possibly very quite pretty yes oh hey hi hello
    kindly specifically actual thanks ok okay eg ie etc anyone anybody someone somebody something anything
    somewhere anywhere somehow anyhow perhaps maybe absolutely anymore extremely incredibly terribly awfully insanely totally successfully efficiently currently now else`,
};

const CLASS_OF: ReadonlyMap<string, FunctionClass> = new Map(
  Object.entries(LISTS).flatMap(([name, words]) =>
    words.split(/\s+/u).map((word): [string, FunctionClass] => [word, name as FunctionClass]),
  ),
);

/** `undefined` for words of the open classes: content. */
export function functionClass(word: string): FunctionClass | undefined {
  return CLASS_OF.get(word);
}
