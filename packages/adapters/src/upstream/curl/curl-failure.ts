/** curl's exit codes that mean something to us, by undici's and Node's names for the same. */
const CODES: Readonly<Record<number, string>> = {
  5: 'ENOTFOUND',
  6: 'ENOTFOUND',
  7: 'ECONNREFUSED',
  28: 'UND_ERR_CONNECT_TIMEOUT',
  52: 'ECONNRESET',
  56: 'ECONNRESET',
};

/** Why a curl that was not told to stop ended without a whole answer. `said` is what it wrote to standard error. */
export function curlFailure(exitCode: number | null, said: string): Error {
  const words = said.replace(/^curl: \(\d+\) /, '').trim();
  const error = new Error(words === '' ? `curl ended with code ${exitCode}` : words);
  const code = exitCode === null ? undefined : (CODES[exitCode] ?? `CURL_${exitCode}`);
  return Object.assign(error, { code: code ?? 'CURL_KILLED' });
}
