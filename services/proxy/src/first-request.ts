import { fitsPattern } from '@strata/core';
import type { ProxyConfig } from './config.ts';
import { presetOf } from './providers/presets.ts';
import type { ProviderSettings } from './providers/provider-settings.ts';
import { soleProvider } from './providers/sole-upstream.ts';

/** A request that a person may try right after the start. */
export type FirstRequest = {
  /** `undefined`: no name is known that the provider would take. */
  readonly model: string | undefined;
  /** Who is to answer. */
  readonly provider: string;
  /** The provider wants a credential of the caller's own. */
  readonly bringsCredential: boolean;
  /** The proxy asks for one of its keys. */
  readonly needsKey: boolean;
};

export type FirstRequestContext = {
  readonly config: ProxyConfig;
  readonly providers: readonly ProviderSettings[];
  readonly needsKey: boolean;
};

/** Asks for a model that is named in the configuration, else for a well-known one of the upstream. */
export function firstRequest({ config, providers, needsKey }: FirstRequestContext): FirstRequest {
  const choices = providers.length > 0 ? providers.map(choiceOf) : [soleChoice(config)];
  const choice = choices.find(({ model }) => model !== undefined) ?? choices[0] ?? DEMO;
  return { ...choice, needsKey };
}

type Choice = Omit<FirstRequest, 'needsKey'>;

const DEMO: Choice = { model: 'demo', provider: 'demo', bringsCredential: false };

function soleChoice(config: ProxyConfig): Choice {
  const sole = soleProvider(config);
  if (sole === undefined) return DEMO;
  const { name: provider, baseUrl, apiKey } = sole;
  return { model: wellKnownModel(baseUrl), provider, bringsCredential: apiKey === undefined };
}

function choiceOf(settings: ProviderSettings): Choice {
  const {
    name: provider,
    models,
    model_mapping: mapping,
    forward_authorization: bringsCredential,
  } = settings;
  const names = models === '*' ? ['*'] : (models ?? Object.keys(mapping));
  const named = names.find((name) => !name.includes('*'));
  return { model: named ?? wellKnownModel(baseUrlOf(settings), names), provider, bringsCredential };
}

function baseUrlOf({ base_url: own, preset }: ProviderSettings): string | undefined {
  return own ?? presetOf(preset).baseUrl;
}

const WELL_KNOWN: Readonly<Record<string, string>> = {
  'api.openai.com': 'gpt-4o-mini',
  'api.groq.com': 'llama-3.3-70b-versatile',
};

/** `patterns`: what it must fit one of; none at all let every name through. */
function wellKnownModel(baseUrl: string | undefined, patterns: readonly string[] = []): string | undefined {
  const model = baseUrl === undefined ? undefined : WELL_KNOWN[new URL(baseUrl).hostname];
  if (model === undefined || patterns.length === 0) return model;
  return patterns.some((pattern) => fitsPattern(pattern, model)) ? model : undefined;
}
