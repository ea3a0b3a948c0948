import { FirebreakError } from '../../errors.ts';
import { hostNameOf } from '../host-spec.ts';
import type { ClusterSpec } from '../spec.ts';

/** Index of the host of that name. @throws FirebreakError `FB-CLI-HOST` */
export const hostNamed = (spec: ClusterSpec, host: string): number => {
  const names = spec.hosts.map((_, index) => hostNameOf(spec, index));
  const index = names.indexOf(host);
  if (index >= 0) return index;
  throw new FirebreakError({
    code: 'FB-CLI-HOST',
    message: `cluster ${spec.name} has no host ${host}`,
    next: `name one of ${names.join(', ')}`,
    exit: 2,
  });
};
