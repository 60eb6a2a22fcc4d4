export type QdrantAddress = {
  /** Scheme, host and port. */
  readonly origin: string;
  /** What goes before every path: empty, or the path of a proxy in front of Qdrant, without a slash at its end. */
  readonly basePath: string;
};

/** Where a URL leads: port 6333 where it names none, as Qdrant's own clients have it (a URL's default would be 80 or 443). */
export function qdrantAddress(text: string): QdrantAddress {
  const url = new URL(text);
  // `URL` drops a port that is the scheme's default, so ask the text whether one was written.
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const port = url.port !== '' || /:\d+$/.test(authority) ? url.port : '6333';
  return {
    origin: `${url.protocol}//${url.hostname}${port === '' ? '' : `:${port}`}`,
    basePath: url.pathname.replace(/\/+$/, ''),
  };
}
