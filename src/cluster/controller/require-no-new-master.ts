import { FirebreakError } from '../../errors.ts';
import { rolesOf } from '../host-spec.ts';
import type { Placed } from '../places.ts';
import { keepingData } from './require-may-leave.ts';

/** Daemons that stand for each other, or decide by majority, begin together. @throws FirebreakError `FB-UP-ROLLING` */
export const requireNoNewMaster = ({ spec, before }: Pick<Placed, 'spec' | 'before'>): void => {
  for (const [index, host] of before.entries()) {
    const role = rolesOf(spec, index).find((each) => keepingData.includes(each) && !host?.roles.includes(each));
    if (host === undefined || role === undefined) continue;
    throw new FirebreakError({
      code: 'FB-UP-ROLLING',
      message: `Cluster ${spec.name} cannot be changed one host after the other: ${host.name} would get the role ${role}.`,
      because: 'Such a daemon begins together with others that it needs on other hosts. Nothing was changed.',
      next: '`firebreak up` without --rolling, while no job runs',
    });
  }
};
