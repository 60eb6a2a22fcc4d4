import { h } from './dom.js';

/**
 * @typedef {object} View
 * @property {HTMLElement} element
 * @property {(state: import('./state.js').State) => void} [update] called with every change while the view is shown
 * @property {() => void} [shown] called when the reader comes to the view
 * @property {() => void} [hidden] called when the reader leaves it
 */

/**
 * @typedef {object} Route
 * @property {string} hash `#/live`
 * @property {string} title
 * @property {() => Promise<View>} load called when the view is first shown; what it resolves with is kept
 */

const MISSING_VIEW =
  'This view could not be loaded: the proxy does not answer. Reload the page when it is back.';

/** Shows the view that the address names, and keeps the links to the others. The first route is the home. */
export class Router {
  /** @type {readonly Route[]} */
  #routes;
  /** @type {HTMLElement} */
  #outlet;
  /** @type {Map<string, View>} */
  #views = new Map();
  /** @type {View | undefined} */
  #shown;
  /** @type {readonly HTMLAnchorElement[]} */
  #links;

  /**
   * @param {object} options
   * @param {readonly Route[]} options.routes
   * @param {HTMLElement} options.outlet
   */
  constructor({ routes, outlet }) {
    this.#routes = routes;
    this.#outlet = outlet;
    this.#links = routes.map(({ hash, title }) => h('a', { href: hash }, title));
  }

  get links() {
    return this.#links;
  }

  /** Puts the keyboard at the top of the view. */
  focus() {
    this.#outlet.focus();
  }

  /** @param {(view: View) => void} onShow */
  start(onShow) {
    const show = async () => {
      const view = await this.#show();
      if (view !== undefined) onShow(view);
    };
    const change = async () => {
      await show();
      // As after a page load: reading and the keyboard go on at the top of the new view.
      this.focus();
    };
    addEventListener('hashchange', () => void change());
    void show();
  }

  /** Loads what was not shown yet, so that it is there even if the proxy goes away. */
  async loadTheRest() {
    await Promise.allSettled(this.#routes.map((route) => this.#view(route)));
  }

  /** `undefined` where the reader went on to another view meanwhile, or the view cannot be had. */
  async #show() {
    const route = this.#current();
    this.#mark(route);
    const view = await this.#view(route).catch(console.error);
    if (this.#current() !== route) return undefined;
    if (view !== this.#shown) this.#shown?.hidden?.();
    this.#outlet.replaceChildren(view?.element ?? h('p', { class: 'problem', role: 'alert' }, MISSING_VIEW));
    if (view !== this.#shown) view?.shown?.();
    this.#shown = view ?? undefined;
    return view ?? undefined;
  }

  /** @param {Route} route */
  async #view(route) {
    const known = this.#views.get(route.hash);
    if (known !== undefined) return known;
    const view = await route.load();
    // Asked for twice at once, the first one made is the one that is kept.
    const kept = this.#views.get(route.hash) ?? view;
    this.#views.set(route.hash, kept);
    return kept;
  }

  /** @param {Route} route */
  #mark(route) {
    for (const link of this.#links) {
      if (link.hash === route.hash) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    document.title = `${route.title} · Strata`;
  }

  #current() {
    const [home] = this.#routes;
    const route = this.#routes.find(({ hash }) => hash === location.hash) ?? home;
    if (route === undefined) throw new Error('There is no route.');
    return route;
  }
}
