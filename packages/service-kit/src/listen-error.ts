import { StrataError } from '@strata/core';

export type ListenAddress = { readonly host: string; readonly port: number };

/** The configuration variables behind an address, for error messages. */
export type AddressVariables = { readonly host: string; readonly port: string };

/** The address to listen on cannot be had; the message says what to change. */
export class ListenError extends StrataError {}

export function toListenError(
  error: NodeJS.ErrnoException,
  address: ListenAddress,
  variables: AddressVariables,
): ListenError {
  return new ListenError(explain(error, address, variables), {
    code: error.code ?? 'listen_failed',
    retryable: false,
    cause: error,
  });
}

function explain(
  error: NodeJS.ErrnoException,
  { host, port }: ListenAddress,
  variables: AddressVariables,
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is already in use. Stop the program that has it, or set ${variables.port} to another number.`;
    case 'EACCES':
      return `Listening on port ${port} is not allowed for this user. Set ${variables.port} to a number from 1024 on.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Set ${variables.host} to one, or to 0.0.0.0 for all.`;
    default:
      return `Cannot listen on ${host}:${port}: ${error.message}`;
  }
}
