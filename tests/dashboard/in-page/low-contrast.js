// Runs in the page and returns every visible text, and every colour of a legend, that falls short of WCAG AA.
/* oxlint-disable unicorn/consistent-function-scoping -- one expression, evaluated in the page */
(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  // Through a canvas, because computed colours come in many notations.
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };

  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((channel) => {
      const value = channel / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  const ratio = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };

  const background = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };

  const visible = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    element.closest('.visually-hidden, .skip-link') === null;

  const texts = [...document.body.querySelectorAll('*')].filter(
    (element) =>
      visible(element) &&
      [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''),
  );
  const lowTexts = texts.flatMap((element) => {
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const size = parseFloat(fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    const found = ratio(rgba(color), background(element));
    return found >= (large ? 3 : 4.5)
      ? []
      : [`${found.toFixed(2)}: "${element.textContent.trim().slice(0, 40)}"`];
  });

  const lowGraphics = [...document.querySelectorAll('.swatch, .dot')].filter(visible).flatMap((element) => {
    const { backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
    const colour = borderTopWidth === '0px' ? backgroundColor : borderTopColor;
    const found = ratio(rgba(colour), background(element.parentElement));
    return found >= 3 ? [] : [`${found.toFixed(2)}: ${element.className}`];
  });

  return { checked: texts.length, low: [...lowTexts, ...lowGraphics] };
})();
