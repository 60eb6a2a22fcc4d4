import { icon } from './icons.js';

const KEY = 'strata-theme';

/** @typedef {'light' | 'dark'} Theme */

/**
 * Makes the button switch between light and dark. A choice that equals the system's preference is forgotten again,
 * so that the page goes on following the system.
 *
 * @param {HTMLButtonElement} button
 */
export function bindThemeToggle(button) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const show = () => {
    const next = opposite(shownTheme(system));
    button.setAttribute('aria-label', `Switch to the ${next} theme`);
    button.title = `Switch to the ${next} theme`;
    button.replaceChildren(icon(next === 'dark' ? 'moon' : 'sun'));
  };
  button.addEventListener('click', () => {
    choose(opposite(shownTheme(system)), system);
    show();
  });
  system.addEventListener('change', show);
  show();
}

/**
 * @param {MediaQueryList} system
 * @returns {Theme}
 */
function shownTheme(system) {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return system.matches ? 'dark' : 'light';
}

/**
 * @param {Theme} theme
 * @param {MediaQueryList} system
 */
function choose(theme, system) {
  const followsSystem = theme === (system.matches ? 'dark' : 'light');
  if (followsSystem) delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    if (followsSystem) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is left.
  }
}

/**
 * @param {Theme} theme
 * @returns {Theme}
 */
function opposite(theme) {
  return theme === 'dark' ? 'light' : 'dark';
}
