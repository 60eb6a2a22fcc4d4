import { env } from 'node:process';

/**
 * Keeps ONNX Runtime (1.29 and later, on Linux and macOS) from reporting this machine, its models and their use to its maker
 * over the network, and from leaving an id of it in the home folder. To be called in the process's main thread before the
 * library runs, for good: a worker thread's environment is a copy that native code does not see.
 */
export function leaveOutTelemetry(): void {
  env['ORT_DISABLE_TELEMETRY'] = '1';
}
