import type { Embedder } from './ports/embedder.ts';
import type { Upstream } from './ports/upstream.ts';
import { choicesOf } from './completion.ts';
import { cosineOfUnits } from './cosine-of-units.ts';
import { foldedText } from './feedback.ts';
import { isJsonObject, parseJsonObject } from './json.ts';
import type { CompareAnswers } from './shadow-checks.ts';

/** Answers up to this length are taken at their word: a figure of theirs that differs is another answer. */
const SHORT_CHARS = 280;

/** Cosine of two answers' embeddings from which they count as the same; two long answers to one question lie well above. */
const SAME_ANSWER = 0.75;

/** Compares by text, then by figures, then by embedding: costs no further upstream call. */
export function compareByText(embedder: Embedder): CompareAnswers {
  return async ({ served, fresh }, signal) => {
    if (foldedText(served) === foldedText(fresh)) return true;
    if (opposed(served, fresh)) return false;
    if (served.length <= SHORT_CHARS && fresh.length <= SHORT_CHARS && figuresConflict(served, fresh))
      return false;
    const [a, b] = await embedder.embed([served, fresh], signal);
    if (a === undefined || b === undefined) return false;
    return cosineOfUnits(a.vector, b.vector) >= SAME_ANSWER;
  };
}

/** Asks a model whether two answers say the same; where they are the same text it is not asked. Rejects when it says neither yes nor no. */
export function compareByModel(upstream: Upstream, model: string): CompareAnswers {
  return async ({ question, served, fresh, headers }, signal) => {
    if (foldedText(served) === foldedText(fresh)) return true;
    const prompt = `Question:\n${question}\n\nAnswer A:\n${served}\n\nAnswer B:\n${fresh}\n\nWould somebody who asked the question learn the same from both answers? Reply with one word: yes or no.`;
    const body = JSON.stringify({ model, messages: [{ role: 'user', content: prompt }] });
    const answer = await upstream.complete({ body, model, stream: false, headers }, signal);
    if (answer.kind !== 'whole') throw new TypeError('The judging model streamed its answer.');
    const [choice] = choicesOf(parseJsonObject(Buffer.from(answer.body).toString()) ?? {});
    const message = choice?.['message'];
    const text = isJsonObject(message) && typeof message['content'] === 'string' ? message['content'] : '';
    const word = /\b(yes|no)\b/i.exec(text)?.[1]?.toLowerCase();
    if (word === undefined) throw new TypeError('The judging model said neither yes nor no.');
    return word === 'yes';
  };
}

/** One says yes, the other no: their embeddings are as alike as those of any two answers about one thing. */
function opposed(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => /^\W*(yes|no)\b/i.exec(text)?.[1]?.toLowerCase());
  return first !== undefined && second !== undefined && first !== second;
}

/** Each names a figure that the other does not. */
function figuresConflict(a: string, b: string): boolean {
  const [inA, inB] = [figures(a), figures(b)];
  const alone = (from: Set<string>, other: Set<string>): boolean =>
    [...from].some((figure) => !other.has(figure));
  return alone(inA, inB) && alone(inB, inA);
}

function figures(text: string): Set<string> {
  return new Set(text.match(/\d+(?:[.,]\d+)*/g)?.map(plainFigure));
}

/** 8,849 is 8849, and 5.00 is 5. */
function plainFigure(figure: string): string {
  const ungrouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(figure) ? figure.replaceAll(',', '') : figure;
  return /^\d+\.\d+$/.test(ungrouped) ? String(Number(ungrouped)) : ungrouped;
}
