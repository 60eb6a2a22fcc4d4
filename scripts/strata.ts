/**
 * The command line: the admin API of a running proxy.
 *
 *   npm run strata -- --help
 */
import { once } from 'node:events';
import process from 'node:process';
import { runCli } from '@strata/proxy-service/cli/run-cli';
import { serverAddress } from '@strata/proxy-service/cli/server-address';
import { ConfigError } from '@strata/service-kit';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('Interrupted.')));
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // `| head` closes the pipe: there is nobody left to print for.
  if (code === 'EPIPE') process.exit(0);
  // A full disk: what was printed before is not all that was asked for.
  process.stderr.write(`Standard output cannot be written: ${message}\n`);
  process.exit(1);
});

try {
  process.exitCode = await runCli({
    args: process.argv.slice(2),
    server: serverAddress(process.env),
    print: (text) => void process.stdout.write(text),
    write: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    tell: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    stdin: () => process.stdin as AsyncIterable<Buffer>,
    elapsed: () => performance.now(),
    signal: interrupted.signal,
  });
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
