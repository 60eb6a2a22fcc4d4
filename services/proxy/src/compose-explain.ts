import { explainRequest, InvalidRequestError, type Asking, type Clock } from '@strata/core';
import { ENDPOINTS } from './app.ts';
import type { ComposedCache } from './compose-cache.ts';
import type { AsClient } from './compose-entries.ts';
import { passOf } from './keys/pass.ts';
import type { AdminRouteOptions } from './routes/admin.ts';

/** What would happen to a request of that client at that endpoint. Throws what the client would be refused with. */
export function explainAsClient(
  { composed, clock }: { readonly composed: ComposedCache; readonly clock: Clock },
  asClient: AsClient,
): AdminRouteOptions['explain'] {
  const { exact, semantic } = composed;
  return async (text, given, target) => {
    const { prepared, headers } = asClient(text, given, endpointAt(target));
    const refused = passOf(headers)?.modelRefusal(prepared.request.model);
    if (refused !== undefined) throw refused.error;
    if ((prepared.parts?.length ?? 0) > 1) {
      throw new InvalidRequestError('Each input has an entry of its own: explain one at a time.', {
        param: 'input',
      });
    }
    return await explainRequest({ exact, semantic, clock }, prepared);
  };
}

function endpointAt(target: unknown): Pick<Asking, 'protocol' | 'query'> {
  if (target === undefined) return {};
  const [path = '', ...query] = typeof target === 'string' ? target.split('?') : [];
  const protocol = ENDPOINTS.get(path);
  if (protocol !== undefined) return { protocol, query: query.join('?') };
  const known = [...ENDPOINTS.keys()].filter((each) => each.startsWith('/v1/'));
  throw new InvalidRequestError(
    `endpoint must be one of ${known.join(', ')}, with its query if it has one.`,
    {
      param: 'endpoint',
    },
  );
}
