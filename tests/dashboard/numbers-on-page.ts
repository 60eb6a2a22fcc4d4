import type { Page } from 'playwright-core';

// What runs in the page is text: these tests are compiled without the browser's types.

/** The large numbers and the badge, by their `data-metric`. */
export async function figures(page: Page): Promise<Readonly<Record<string, string>>> {
  return await page.evaluate(
    `Object.fromEntries([...document.querySelectorAll('[data-metric]')]
      .map((element) => [element.dataset.metric, element.textContent]))`,
  );
}

/** Name and count of every row of the legend. */
export async function legend(page: Page): Promise<readonly (readonly string[])[]> {
  return await page.evaluate(
    `[...document.querySelectorAll('.legend tr')].map((row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent))`,
  );
}

/** Length of every slice of the doughnut, in per cent of the circle. */
export async function sliceLengths(page: Page): Promise<readonly number[]> {
  return await page.evaluate(
    `[...document.querySelectorAll('.slice')].map((arc) => parseFloat(arc.getAttribute('stroke-dasharray')))`,
  );
}

/** The tiles of the folded sections, by their label; of tiles with one label the first. */
export async function tiles(page: Page): Promise<Readonly<Record<string, string>>> {
  return await page.evaluate(
    `Object.fromEntries([...document.querySelectorAll('[data-tile]')].toReversed()
      .map((tile) => [tile.dataset.tile, tile.querySelector('.tile-value').textContent]))`,
  );
}

/** Every line of a chart that is drawn, with its number at the right end. */
export async function chartLegend(page: Page, chart: string): Promise<Readonly<Record<string, string>>> {
  await page.locator(`[data-chart="${chart}"] canvas`).waitFor();
  return await page.evaluate(
    `Object.fromEntries([...document.querySelectorAll('[data-chart="${chart}"] [data-line]')]
      .map((line) => [line.dataset.line, line.querySelector('b').textContent]))`,
  );
}
