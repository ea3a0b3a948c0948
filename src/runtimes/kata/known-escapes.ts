import { isOlder } from '../../distribution/version-order.ts';
import { type FlavourName, flavourNames } from './flavour.ts';

/** A way out of a Kata container that is known, and the first version without it. */
interface Escape {
  readonly id: string;
  readonly mendedIn: string;
  readonly what: string;
  /** Shims that have it. */
  readonly flavours: readonly FlavourName[];
}

const escapes: readonly Escape[] = [
  {
    id: 'CVE-2026-47243',
    mendedIn: '3.31.0',
    what: 'guest root becomes host root through virtio-fs',
    flavours: ['rust'],
  },
  { id: 'CVE-2026-44210', mendedIn: '3.31.0', what: 'annotations add arguments to virtiofsd', flavours: flavourNames },
];

/** Versions older than this are refused. */
export const oldestSafe = '3.31.0';

/** The known ways out of this version of a shim; one that cannot be read counts as the oldest. */
export const escapesOf = (version: string, flavour: FlavourName): readonly Escape[] => {
  const known = /^v?\d+\.\d+\.\d+/.test(version) ? version : '0';
  return escapes.filter(({ mendedIn, flavours }) => flavours.includes(flavour) && isOlder(known, mendedIn));
};
