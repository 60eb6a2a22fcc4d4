/** What Qdrant says, in its words. */
export type FakeQdrantAnswer = {
  readonly status: number;
  readonly text: string;
  readonly headers?: Record<string, string>;
};

export function ok(result: unknown): FakeQdrantAnswer {
  return { status: 200, text: JSON.stringify({ result, status: 'ok', time: 0.001 }) };
}

/** Of a write that was waited for. */
export function done(): FakeQdrantAnswer {
  return ok({ operation_id: 0, status: 'completed' });
}

export function refuse(status: number, error: string): FakeQdrantAnswer {
  return { status, text: refusal(error) };
}

export function refusal(error: string): string {
  return JSON.stringify({ status: { error }, time: 0.001 });
}
