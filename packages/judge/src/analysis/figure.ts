/** A figure of the text in comparable form. */
export type Figure = {
  /** Equal for equal figures: `#5`, `o3` (third), `length:5000`, `usd:100`, `clock:15:30`, `date:2020-1-5`, `v1.2.3`. */
  readonly key: string;
  /** What else it may be equal by: five pounds are money or mass, seven days a week, six years old is six. */
  readonly otherKeys?: readonly string[];
  readonly kind: 'count' | 'ordinal' | 'quantity' | 'money' | 'clock' | 'date' | 'version';
  /** As people write it, for reasons. */
  readonly shown: string;
  /** Items covered, from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
};
