// Evaluated in the page. Widths, and the contrast of every piece of text with what is behind it (WCAG 2, 1.4.3).
(() => {
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r = 0, g = 0, b = 0] = channels(colour)
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element === null) return 'rgb(255, 255, 255)';
    const colour = getComputedStyle(element).backgroundColor;
    return channels(colour)[3] === 0 ? behind(element.parentElement) : colour;
  };
  const contrastOf = (element) => {
    const { color, fill } = getComputedStyle(element);
    const ink = luminance(element instanceof SVGElement ? fill : color);
    const ground = luminance(behind(element));
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  };
  const texts = [...document.querySelectorAll('p, li, td, th, h1, h2, h3, b, a, i, summary, text, pre, span')]
    .filter((element) => (element.textContent ?? '').trim() !== '')
    .map((element) => ({ text: (element.textContent ?? '').slice(0, 40), contrast: contrastOf(element) }))
    .sort((a, b) => a.contrast - b.contrast);
  const { scrollWidth, clientWidth } = document.documentElement;
  return { scrollWidth, clientWidth, faintest: texts[0], texts: texts.length };
})();
