const DIMENSIONS = 8;

type EmbeddingRequest = {
  readonly model?: string;
  readonly input?: unknown;
  readonly encoding_format?: string;
};

/** OpenAI's embeddings answer with small unit vectors that depend on nothing but the text. */
export function fakeEmbeddings(request: unknown): object {
  const { model, input, encoding_format: format } = (request ?? {}) as EmbeddingRequest;
  const inputs: readonly unknown[] = Array.isArray(input) ? input : [input];
  const tokens = inputs.reduce<number>((sum, text) => sum + String(text).split(/\s+/).length, 0);
  return {
    object: 'list',
    model: model ?? 'fake-embedding',
    data: inputs.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: encoded(vectorOf(String(text)), format),
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS).fill(0.1);
  for (const [index, char] of Array.from(text).entries()) {
    const slot = index % DIMENSIONS;
    vector[slot] = (vector[slot] ?? 0) + (char.codePointAt(0) ?? 0) / 100;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** The official SDK asks for base64 of little-endian floats and decodes it by itself. */
function encoded(vector: Float32Array, format: string | undefined): string | number[] {
  return format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector];
}
