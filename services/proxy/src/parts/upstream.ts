import { isDeepStrictEqual } from 'node:util';
import type { ProviderDirectory } from '@strata/adapters/upstream/routed';
import type { Upstream } from '@strata/core';
import type { LiveSettings } from '../config-file/live-settings.ts';
import type { Live } from '../config-file/live.ts';
import type { Routing } from '../providers/routed-upstream.ts';
import { demoUpstream, upstreamOfVariables } from '../providers/sole-upstream.ts';
import { SwappableUpstream, type OpenedUpstream } from '../providers/swappable-upstream.ts';
import { WatchedUpstream, type UpstreamWatcher } from '../telemetry/watched-upstream.ts';
import type { Part, PartContext } from './part.ts';

export type UpstreamPart = Part<Upstream> & {
  /** The caller's own credential goes upstream, and is its tenant. */
  readonly forwardAuthorization: boolean;
  /** What is known of the providers while the proxy runs. */
  readonly directory: ProviderDirectory;
  /** Loads what providers need: without, a reload cannot bring the first one where there was none at the start. */
  readonly prepare: () => Promise<void>;
};

export type UpstreamContext = PartContext & {
  readonly settings: Live<LiveSettings>;
  /** Hears of each call to a provider. */
  readonly watcher: UpstreamWatcher;
};

/** The providers of the configuration file, else OpenAI's variables, else Groq's, else the demo upstream. */
export async function upstreamPart(context: UpstreamContext): Promise<UpstreamPart> {
  const { settings } = context;
  const { open, prepare } = await opener(context);
  const first = open(settings.current);
  const value = new SwappableUpstream(first);
  let routing = routingOf(settings.current);
  settings.onPrepare((settingsNext) => {
    const next = routingOf(settingsNext);
    if (isDeepStrictEqual(next, routing)) return () => {};
    const opened = open(next);
    if (opened.forwardAuthorization !== first.forwardAuthorization)
      throw new Error('forward_authorization decides who shares entries: a change of it needs a restart');
    return () => {
      routing = next;
      value.swap(opened);
    };
  });
  const { label, forwardAuthorization } = first;
  return { value, name: value.name, label, forwardAuthorization, directory: value, prepare };
}

type Open = (routing: Routing) => OpenedUpstream;

/** A reload does not wait: what providers need is loaded before, where there may be any. */
async function opener({ config, clock, settings, watcher }: UpstreamContext): Promise<{
  readonly open: Open;
  readonly prepare: () => Promise<void>;
}> {
  const watch = (upstream: Upstream): Upstream => new WatchedUpstream(upstream, watcher);
  const { DemoUpstream } = await import('@strata/adapters/upstream/demo');
  const demo = (): OpenedUpstream => demoUpstream(watch(new DemoUpstream({ clock })));
  let openReal: Open | undefined;
  const prepare = async (): Promise<void> => {
    const [{ OpenAiUpstream }, { Provider }, { UnsuffixedUpstream }, { routedUpstream }] = await Promise.all([
      import('@strata/adapters/upstream/openai'),
      import('@strata/adapters/upstream/routed/provider'),
      import('@strata/adapters/upstream/unsuffixed'),
      import('../providers/routed-upstream.ts'),
    ]);
    openReal = (routing) => {
      if (routing.providers.length > 0) return routedUpstream(routing, { clock, variables: config, watch });
      const sole = upstreamOfVariables(config, { OpenAiUpstream, Provider }, clock);
      if (sole === undefined) return demo();
      const upstream = watch(sole.upstream);
      const { provider_suffix: suffix } = routing;
      return { ...sole, upstream: suffix === '' ? upstream : new UnsuffixedUpstream({ upstream, suffix }) };
    };
  };
  const mayBeReal =
    config.CONFIG_PATH !== undefined ||
    settings.current.providers.length > 0 ||
    [config.OPENAI_API_KEY, config.OPENAI_BASE_URL, config.GROQ_API_KEY, config.GROQ_BASE_URL].some(
      (value) => value !== undefined,
    );
  if (mayBeReal) await prepare();
  const open = (routing: Routing): OpenedUpstream => {
    if (openReal !== undefined) return openReal(routing);
    if (routing.providers.length > 0) throw new Error('the first provider needs a restart');
    return demo();
  };
  return { open, prepare };
}

function routingOf({ providers, fallbacks, provider_suffix }: Routing): Routing {
  return { providers, fallbacks, provider_suffix };
}
