import { FirebreakError } from '../../errors.ts';
import { examineHost } from '../doctor/examine.ts';

/** @throws FirebreakError `FB-CLI-HOST` (exit 4) naming all that stops a cluster on this host */
export const requireAbleHost = async (): Promise<void> => {
  const missing = (await examineHost()).filter(({ state }) => state === 'missing');
  if (missing.length === 0) return;
  throw new FirebreakError({
    code: 'FB-CLI-HOST',
    message: 'this host cannot run a cluster',
    because: missing.map(({ name, found, remedy }) => `${name}: ${found}${remedy ? ` (${remedy})` : ''}`).join('; '),
    next: 'firebreak doctor',
    exit: 4,
  });
};
