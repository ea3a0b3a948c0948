import type { Progress } from '../../progress.ts';
import { hostsWith } from '../host-spec.ts';
import type { ClusterSpec } from '../spec.ts';
import type { Member } from './member.ts';
import { onEach, resultsOf } from './on-each.ts';

/**
 * Whether two NameNodes may begin with a new HDFS: what another host keeps of one neither would see, and a format would be the
 * end of it. Of one NameNode this is not asked: it sees for itself. @throws what a host throws that does not answer
 */
export const isNewHdfs = async (
  spec: ClusterSpec,
  members: readonly Member[],
  progress: Progress,
): Promise<boolean> => {
  if (hostsWith(spec, 'namenode').length === 1) return false;
  const answers = await onEach(members, spec.limits.hosts, (member) => member.ask('keepsHdfs', { spec }, progress));
  return resultsOf(answers).every((keeps) => !keeps);
};
