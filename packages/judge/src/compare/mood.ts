import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';

const PICTOGRAPHS = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F}|\u{200D})+$/u;
/** Texts that speak of signs. */
const NAMING =
  /\b(?:emojis?|emoticons?|smiley|symbols?|icons?|signs?|means?|meaning|captions?|translate|decode|unicode)\b/iu;

/** `can I bring snacks into a cinema 🍿`: a pictograph behind a phrase or before the first word only colours it. */
export function isMood({ kind, shown, at }: Unit, { elements, text }: Analysis): boolean {
  if (kind !== 'exact' || !PICTOGRAPHS.test(shown) || NAMING.test(text)) return false;
  const before = elements[at - 1];
  return before?.function === undefined || before.function === 'filler' || before.function === 'pron';
}
