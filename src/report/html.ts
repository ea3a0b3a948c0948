/** Text as it may stand in HTML, in attributes too. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A number with three significant digits, large ones grouped. */
export const shown = (value: number): string =>
  Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-GB')
    : Number(value.toPrecision(3)).toLocaleString('en-GB', { maximumSignificantDigits: 3 });

/** How many times worse: `1.21x`. */
export const times = (value: number): string => `${value >= 10 ? value.toFixed(0) : value.toFixed(2)}×`;
