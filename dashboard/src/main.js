import { AdminClient } from './admin/admin-client.js';
import { fetchHealth } from './fetch-health.js';
import { fetchInsights } from './insights.js';
import { fetchMetrics, MetricsError } from './fetch-metrics.js';
import { overview } from './overview/overview.js';
import { Poller } from './poller.js';
import { Router } from './router.js';
import { NOTHING_YET } from './state.js';
import { connectionStatus } from './status.js';
import { bindThemeToggle } from './theme.js';

const METRICS_EVERY_MS = 5_000;
/** Health and the Prometheus view make the proxy ask its dependencies. */
const SLOWLY_EVERY_MS = 15_000;
const TIMEOUT_MS = 4_000;
/** The other views wait until the first one stands. */
const REST_AFTER_MS = 1_000;

start();

function start() {
  let state = NOTHING_YET;
  /** @type {import('./router.js').View | undefined} */
  let shown;
  /** @type {Promise<ReturnType<typeof import('./explain/explain.js').explain>> | undefined} */
  let explainView;
  /** @type {Promise<ReturnType<typeof import('./explore/explore.js').explore>> | undefined} */
  let exploreView;
  const status = connectionStatus();
  const metricsPoller = new Poller({
    load: loadMetrics,
    intervalMs: METRICS_EVERY_MS,
    timeoutMs: TIMEOUT_MS,
  });
  const slowPoller = new Poller({ load: loadSlowly, intervalMs: SLOWLY_EVERY_MS, timeoutMs: TIMEOUT_MS });
  const admin = new AdminClient();
  const router = new Router({
    outlet: required('#content'),
    routes: [
      {
        hash: '#/',
        title: 'Overview',
        load: async () => overview({ retry: () => void metricsPoller.poll() }),
      },
      {
        hash: '#/history',
        title: 'History',
        load: async () => (await import('./history/history.js')).history(admin),
      },
      {
        hash: '#/live',
        title: 'Live',
        load: async () => (await import('./live/live.js')).live({ admin, onEntry }),
      },
      {
        hash: '#/near-misses',
        title: 'Near misses',
        load: async () => (await import('./near-misses/near-misses.js')).nearMisses({ admin, onEntry }),
      },
      { hash: '#/explore', title: 'Explore', load: loadExplore },
      {
        hash: '#/playground',
        title: 'Playground',
        load: async () => {
          const { playground } = await import('./playground/playground.js');
          return playground({ admin, onAnswer: () => void metricsPoller.poll(), onExplain });
        },
      },
      { hash: '#/explain', title: 'Explain', load: loadExplain },
    ],
  });

  // The address names the view, so the link must not change it.
  required('.skip-link').addEventListener('click', (event) => {
    event.preventDefault();
    router.focus();
  });
  bindThemeToggle(/** @type {HTMLButtonElement} */ (required('#theme')));
  required('#status').replaceChildren(status.element);
  required('#views').replaceChildren(...router.links);
  router.start((view) => {
    shown = view;
    shown.update?.(state);
  });
  status.update(state);
  metricsPoller.start();
  slowPoller.start();
  setTimeout(() => void router.loadTheRest(), REST_AFTER_MS);

  async function loadExplore() {
    exploreView ??= import('./explore/explore.js').then(({ explore }) => explore(admin));
    return await exploreView;
  }

  /** @param {string} entry */
  function onEntry(entry) {
    location.hash = '#/explore';
    void loadExplore().then((view) => view.show(entry));
  }

  async function loadExplain() {
    explainView ??= import('./explain/explain.js').then(({ explain }) => explain({ admin, onEntry }));
    return await explainView;
  }

  /** @param {string} body */
  function onExplain(body) {
    location.hash = '#/explain';
    void loadExplain().then((view) => view.show(body));
  }

  /** @param {AbortSignal} signal */
  async function loadMetrics(signal) {
    try {
      const metrics = await fetchMetrics(signal);
      show({ ...state, metrics, updatedAt: new Date(), failure: undefined });
    } catch (error) {
      show({ ...state, failure: error instanceof MetricsError ? error : unexpected(error) });
    }
  }

  /** @param {AbortSignal} signal */
  async function loadSlowly(signal) {
    const [health, insights] = await Promise.all([fetchHealth(signal), fetchInsights(signal)]);
    show({ ...state, health, insights: insights ?? state.insights });
  }

  /** @param {import('./state.js').State} next */
  function show(next) {
    state = next;
    status.update(state);
    shown?.update?.(state);
  }
}

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
function required(selector) {
  const element = document.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** @param {unknown} error */
function unexpected(error) {
  console.error(error);
  return new MetricsError('Page error', 'The page could not show the numbers; the browser console says why.');
}
