import { z } from 'zod';
import { withMembers } from '../../cluster/controller/members.ts';
import { onEach } from '../../cluster/controller/on-each.ts';
import type { ClusterSpec } from '../../cluster/spec.ts';
import { FirebreakError, reasonOf } from '../../errors.ts';
import { silentProgress } from '../../progress.ts';
import type { Finding } from './finding.ts';

export interface HostFindings {
  readonly host: string;
  readonly findings: readonly Finding[];
}

const answer = z.object({
  findings: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['ok', 'missing', 'limited']),
      found: z.string(),
      why: z.string(),
      remedy: z.string().exactOptional(),
    }),
  ),
});

/** What `doctor` says on each host of the spec; a host that cannot be asked is a finding, too. */
export const examineHosts = (spec: ClusterSpec, signal: AbortSignal): Promise<HostFindings[]> =>
  withMembers(spec, async (members) => {
    const settled = await onEach(members, spec.limits.hosts, async (member) => {
      await member.prepare(silentProgress(signal));
      return answer.parse(JSON.parse(await member.command(['doctor', '--json'], signal))).findings;
    });
    signal.throwIfAborted();
    return members.map(({ name: host, index }) => {
      const each = settled[index];
      return { host, findings: each?.status === 'fulfilled' ? each.value : [unreachable(each?.reason)] };
    });
  });

const unreachable = (thrown: unknown): Finding => ({
  name: 'connection',
  state: 'missing',
  found: reasonOf(thrown),
  why: 'the controller does everything through it',
  ...(thrown instanceof FirebreakError && thrown.next !== undefined ? { remedy: thrown.next } : {}),
});
