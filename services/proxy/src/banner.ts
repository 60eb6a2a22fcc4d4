import type { FirstRequest } from './first-request.ts';

export type Banner = {
  readonly url: string;
  readonly exact: string;
  readonly semantic: string;
  readonly embedder: string;
  readonly upstream: string;
  readonly first: FirstRequest;
};

/** What a person at a terminal wants to know after `npm start`. */
export function bannerText({ url, exact, semantic, embedder, upstream, first }: Banner): string {
  return `
Strata listens on ${url}

  exact tier     ${exact}
  semantic tier  ${semantic}
  embedder       ${embedder}
  upstream       ${upstream}

  dashboard      ${url}/dashboard/
  metrics        ${url}/metrics

Try it (twice, then in other words: miss, exact-hit, semantic-hit):

  ${curlText(url, first)}

`;
}

function curlText(url: string, { model, provider, bringsCredential, needsKey }: FirstRequest): string {
  // A credential for the upstream has its header for itself: the proxy's own key goes beside it.
  const keyHeader = bringsCredential ? 'x-api-key: <key>' : 'authorization: Bearer <key>';
  const variable = `${provider.toUpperCase().replaceAll('-', '_')}_API_KEY`;
  const messages = [{ role: 'user', content: 'What is the capital of France?' }];
  const body = JSON.stringify({ model: model ?? '<model>', messages });
  const command = [
    `curl -si ${url}/v1/chat/completions -H 'content-type: application/json'`,
    ...(needsKey ? [`-H '${keyHeader}'`] : []),
    ...(bringsCredential ? [`-H "authorization: Bearer $${variable}"`] : []),
    `-d '${body.replaceAll("'", String.raw`'\''`)}'`,
  ];
  const notes = [
    ...(needsKey ? ['<key>: one of the configured keys'] : []),
    ...(model === undefined ? ['<model>: the name of one that the upstream serves'] : []),
  ];
  return [command.join(' \\\n    '), ...notes].join('\n\n  ');
}
