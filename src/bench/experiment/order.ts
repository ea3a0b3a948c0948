import { seededRandom } from '../../statistics/random.ts';
import { shuffled } from '../../statistics/shuffled.ts';

/**
 * In which order one round measures: A B, then B A in the next round, then another random order and its mirror. So a
 * drift of the machine, and whatever one measurement leaves behind for the next, falls on all alike.
 */
export const orderOf = (places: readonly string[], seed: number, round: number): string[] => {
  const order = shuffled(places, seededRandom(mixed(seed, Math.floor(round / 2))));
  return round % 2 === 0 ? order : order.toReversed();
};

/** Seeds that lie close together must not give the same orders one round apart. */
const mixed = (seed: number, pair: number): number => Math.imul(seed, 0x9e3779b1) ^ Math.imul(pair + 1, 0x85ebca6b);
