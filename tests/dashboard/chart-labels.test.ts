import { expect } from 'vitest';
import { dashboardTest, describeInBrowser } from './dashboard-test.ts';

const it = dashboardTest(() => ({}));

type Label = { readonly text: string; readonly left: number; readonly right: number; readonly width: number };

describeInBrowser('the instants below a chart', () => {
  it.for([6, 13, 25, 180])(
    'over %i steps neither touch each other nor are cut',
    async (steps, { page, show }) => {
      const from = Date.UTC(2026, 10, 23, 23, 19, 20);
      const at = Array.from({ length: steps }, (_, step) => from + step * 10_000);
      await page.addInitScript(RECORD_LABELS);
      await page.route('**/admin/history?*', (route) =>
        route.fulfill({ json: { step_ms: 10_000, at, requests: { miss: at.map(() => 1) } } }),
      );
      await show('history');
      await page.locator('[data-chart="requests"] canvas').waitFor();
      await page.waitForFunction(`labels.length > 0`);
      const labels = await page.evaluate<readonly Label[]>(`labels`);
      for (const [index, { left, right, width }] of labels.entries()) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
        expect(labels[index + 1]?.left ?? Infinity).toBeGreaterThan(right + 4);
      }
    },
  );
});

/** What reads like an instant, as the first chart draws it, from left to right. */
const RECORD_LABELS = `
  globalThis.labels = [];
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const first = (globalThis.canvas ??= this.canvas);
    if (first === this.canvas && /^\\d\\d:\\d\\d/.test(text) && !labels.some((known) => known.text === text)) {
      const half = this.measureText(text).width / 2;
      labels.push({ text, left: x - half, right: x + half, width: this.canvas.width });
      labels.sort((one, other) => one.left - other.left);
    }
    draw.call(this, text, x, y);
  };
`;
