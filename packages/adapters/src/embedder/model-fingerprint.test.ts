import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUNDLED_MODEL, type EmbeddingModel } from './embedding-model.ts';
import { modelFingerprint } from './model-fingerprint.ts';

let parent: string;
let model: EmbeddingModel;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'strata-model-'));
  model = await modelNamed('Some Model v2.1');
});

afterEach(() => rm(parent, { recursive: true }));

async function modelNamed(name: string): Promise<EmbeddingModel> {
  const directory = join(parent, name);
  await mkdir(join(directory, 'onnx'), { recursive: true });
  await writeFile(join(directory, 'onnx/model_quantized.onnx'), 'weights');
  await writeFile(join(directory, 'tokenizer.json'), 'vocabulary');
  return { directory, weights: 'q8', maxTokens: 256 };
}

test('it says what it stands for, in characters that any store takes', async () => {
  expect(await modelFingerprint(model, 384)).toMatch(/^some-model-v2-1-q8-mean-l2-d384-w256-[0-9a-f]{12}$/);
});

test('it stays the same for the same bytes, and fits a collection’s name however long the model’s is', async () => {
  const long = await modelNamed('a'.repeat(200));
  const fingerprint = await modelFingerprint(long, 384);
  expect(fingerprint).toMatch(/^[a-z0-9_-]{1,64}$/);
  expect(await modelFingerprint(long, 384)).toBe(fingerprint);
});

test('anything that changes vectors changes it', async () => {
  const fingerprints = [
    await modelFingerprint(model, 384),
    await modelFingerprint(model, 256),
    await modelFingerprint({ ...model, maxTokens: 512 }, 384),
    await modelFingerprint(await modelNamed('other'), 384),
  ];
  await writeFile(join(model.directory, 'onnx/model_quantized.onnx'), 'weightz');
  fingerprints.push(await modelFingerprint(model, 384));
  await writeFile(join(model.directory, 'tokenizer.json'), 'vocabularz');
  fingerprints.push(await modelFingerprint(model, 384));
  expect(new Set(fingerprints).size).toBe(fingerprints.length);
});

test('the bundled model has the one that stored vectors are filed under', async () => {
  expect(await modelFingerprint(BUNDLED_MODEL, 384)).toBe(
    'all-minilm-l6-v2-q8-mean-l2-d384-w256-62090f007b9c',
  );
});
