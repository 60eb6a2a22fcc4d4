export type Banner = {
  readonly url: string;
  readonly exact: string;
  readonly semantic: string;
  readonly embedder: string;
  readonly upstream: string;
};

/** What a person at a terminal wants to know after `npm start`. */
export function bannerText({ url, exact, semantic, embedder, upstream }: Banner): string {
  return `
Strata listens on ${url}

  exact tier     ${exact}
  semantic tier  ${semantic}
  embedder       ${embedder}
  upstream       ${upstream}

  dashboard      ${url}/dashboard/
  metrics        ${url}/metrics

Try it (twice, then in other words: miss, exact-hit, semantic-hit):

  curl -si ${url}/v1/chat/completions -H 'content-type: application/json' \\
    -d '{"model":"demo","messages":[{"role":"user","content":"What is the capital of France?"}]}'

`;
}
