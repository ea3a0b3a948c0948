import { overlap } from '../../cluster/address-plan.ts';
import type { Place } from './answers.ts';

export const defaultPlace: Place = { subnet: '172.30.0.0/16', offset: 0 };

/** Private networks that neither Docker takes first nor homes and offices use much, the default one first. */
const subnets = Array.from({ length: 10 }, (_, index) => `172.${30 - index}.0.0/16`);
const offsets = Array.from({ length: 21 }, (_, index) => 1000 * index);

/** Where a cluster disturbs none of `others`: the defaults, where these are free. */
export const freePlace = (others: readonly Place[]): Place => ({
  subnet: subnets.find((subnet) => !others.some((other) => overlap(subnet, other.subnet))) ?? defaultPlace.subnet,
  offset: offsets.find((offset) => !others.some((other) => other.offset === offset)) ?? defaultPlace.offset,
});
