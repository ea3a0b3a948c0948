/** Round numbers from 0 to `high`, at most about five. */
export const linearTicks = (high: number): number[] => {
  const step = stepOf(high);
  return Array.from({ length: Math.floor(high / step) + 1 }, (_none, index) => Number((index * step).toPrecision(6)));
};

const stepOf = (high: number): number => {
  const rough = high / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? 10 * power;
};

/** 1, 2 and 5 times powers of ten between two numbers; powers alone where those are many. */
export const logarithmicTicks = (low: number, high: number): number[] => {
  const from = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_none, index) => 10 ** (from + index));
  const all = powers.flatMap((power) => [power, 2 * power, 5 * power]);
  const within = (ticks: readonly number[]): number[] => ticks.filter((tick) => tick >= low && tick <= high);
  return within(all).length > 6 && within(powers).length > 1 ? within(powers) : within(all);
};
