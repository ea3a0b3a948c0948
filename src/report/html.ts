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

/** A cost with its interval: `1.21× [1.18×, 1.24×]`; one round has none. */
export const interval = ({ cost, costLow, costHigh, n }: Costs): string =>
  n > 1 ? `${times(cost)} [${times(costLow)}, ${times(costHigh)}]` : `${times(cost)}, one round`;

type Costs = Readonly<Record<'cost' | 'costLow' | 'costHigh' | 'n', number>>;

/** How much more than the baseline: a cost of 1.21 is `21 %`, one of 0.9 is `−10 %`. */
export const percent = (cost: number): string => `${cost < 1 ? '−' : ''}${Math.abs((cost - 1) * 100).toFixed(0)} %`;

/** A runtime class as its makers write it. */
export const runtimeName = (runtime: string): string =>
  ({ gvisor: 'gVisor', kata: 'Kata', host: 'bare host' })[runtime] ?? runtime;

/** The class that colours what belongs to a runtime. */
export const colourOf = (runtime: string): string =>
  ['runc', 'gvisor', 'kata', 'host'].includes(runtime) ? runtime : 'other';
