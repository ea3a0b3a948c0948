import type { Progress } from '../../progress.ts';
import type { DownOptions } from '../down.ts';
import type { ClusterSpec } from '../spec.ts';
import { withMembers } from './members.ts';
import { onEach, resultsOf } from './on-each.ts';

/**
 * Removes the cluster from each of its hosts; one that cannot be reached keeps its part, and the error names it.
 * @throws FirebreakError
 */
export const downOnHosts = (spec: ClusterSpec, progress: Progress, { keepData }: DownOptions): Promise<void> =>
  withMembers(spec, async (members) => {
    const settled = await onEach(members, spec.limits.hosts, (member) =>
      progress.step(member.name, async (step) => {
        await member.prepare(step);
        await member.ask('down', { name: spec.name, keepData }, step);
      }),
    );
    progress.signal.throwIfAborted();
    resultsOf(settled);
  });
