import { statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Another one after each change of a file, also when another file took its name; the empty text where there is none. */
export type FileSignature = string;

export function fileSignatureSync(path: string): FileSignature {
  try {
    return signatureOf(statSync(path));
  } catch {
    // Whoever reads it will say why it cannot be had.
    return '';
  }
}

export async function fileSignature(path: string): Promise<FileSignature> {
  return await stat(path).then(signatureOf, () => '');
}

function signatureOf({ ino, size, mtimeMs, ctimeMs }: Stats): FileSignature {
  return [ino, size, mtimeMs, ctimeMs].join(' ');
}
