import { DependencyError, messageOf } from '@strata/core';
import type { RedisTarget } from './redis-target.ts';

/**
 * Takes the passwords out of a text. Old servers repeat the arguments of commands they refuse, and ioredis
 * hangs a command's arguments (a login, a stored answer) on its errors: neither may reach a log.
 */
export function redactorFor(target: RedisTarget): (text: string) => string {
  const passwords = [target.password, target.kind === 'sentinel' ? target.sentinelPassword : undefined];
  const secrets = passwords.filter((secret) => secret !== undefined && secret !== '') as string[];
  return (text) => secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text);
}

/** Without the original as `cause`, see `redactorFor`. */
export function redisError(error: unknown, redact: (text: string) => string): DependencyError {
  if (error instanceof DependencyError) return error;
  return new DependencyError(`Redis: ${redact(messageOf(error))}`);
}

/** The value under our key is not a string: somebody else's, and not readable for us. */
export function isWrongType(error: unknown): boolean {
  return messageOf(error).startsWith('WRONGTYPE');
}

/** It has no room left, and evicts nothing (`noeviction`, or nothing that it may). */
export function isFull(error: unknown): boolean {
  return messageOf(error).startsWith('OOM');
}
