import { FirebreakError } from '../../errors.ts';

/** @throws FirebreakError `FB-HOST-ROOT` (exit 4) for any other user. */
export const requireRoot = (uid = process.getuid?.()): void => {
  if (uid === 0) return;
  throw new FirebreakError({
    code: 'FB-HOST-ROOT',
    message: 'Only root can do that.',
    because: 'The daemons of a cluster run as users of their own, and containers need networks and cgroups.',
    next: 'Run the command again with sudo. Jobs need no root: `firebreak submit`, or `firebreak env`.',
    exit: 4,
  });
};
