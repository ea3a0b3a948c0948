import { quantile } from '../../../statistics/quantile.ts';

const quantiles = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/**
 * Round trips, microseconds, from the full log of `sockperf ping-pong`: after a heading, one line an exchange with its
 * number and the seconds at which it left and came back.
 */
export const parseSockperf = (log: string): { q: number; value: number }[] => {
  const trips = log
    .split('\n')
    .map((line) => /^(\d+),\s*([\d.]+),\s*([\d.]+)/.exec(line))
    .filter((match) => match !== null)
    .map(([, , sent, back]) => (Number(back) - Number(sent)) * 1e6);
  if (trips.length === 0) throw new Error(`sockperf logged no exchange: ${log.slice(0, 200)}`);
  return quantiles.map((q) => ({ q, value: quantile(trips, q) }));
};
