export type Peer = { readonly name: string; readonly port: number };

export type PeerOptions = {
  readonly quick: boolean;
  readonly peers: readonly Peer[];
};

/** Of the fake upstream: the peers' own configuration names it. */
export const UPSTREAM_PORT = 4010;

const USAGE = `npm run bench:peers -- [--quick] name=port …

Each peer runs already: an OpenAI-compatible API on 127.0.0.1:port, with its cache on and its upstream at
http://127.0.0.1:${UPSTREAM_PORT}/v1. Strata is started by the bench.`;

/** Throws with the usage for what it cannot read. */
export function readPeerOptions(args: readonly string[]): PeerOptions {
  const peers = args
    .filter((arg) => arg !== '--quick')
    .map((arg): Peer => {
      const [, name, port] = /^([\w.-]+)=(\d+)$/.exec(arg) ?? [];
      if (name === undefined || name === 'strata') throw new Error(`"${arg}"?\n\n${USAGE}`);
      return { name, port: Number(port) };
    });
  if (peers.length === 0) throw new Error(USAGE);
  return { quick: args.includes('--quick'), peers };
}
