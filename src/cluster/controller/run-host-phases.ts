import type { Progress } from '../../progress.ts';
import { withSignal } from '../../progress.ts';
import { rolesOf } from '../host-spec.ts';
import type { ClusterSpec } from '../spec.ts';
import type { HostPhase } from './host-phases.ts';
import type { Member } from './member.ts';
import { onEach, resultsOf } from './on-each.ts';
import type { Undertaking } from './undertaking.ts';

/**
 * Runs each phase on every host that it concerns, as many at once as the spec allows. A phase ends when all of its hosts
 * have; the next begins only if none failed.
 */
export const runHostPhases = async (
  phases: readonly HostPhase[],
  members: readonly Member[],
  undertaking: Undertaking,
  progress: Progress,
): Promise<void> => {
  for (const phase of phases) {
    const concerned = members.filter((member) => phase.on?.(member, undertaking) ?? true);
    if (concerned.length > 0) await progress.step(phase.name, (step) => runOnEach(phase, concerned, undertaking, step));
    progress.signal.throwIfAborted();
  }
};

const runOnEach = async (
  phase: HostPhase,
  members: readonly Member[],
  undertaking: Undertaking,
  progress: Progress,
): Promise<void> => {
  const failure = new AbortController();
  const watched =
    phase.together === true ? withSignal(progress, AbortSignal.any([progress.signal, failure.signal])) : progress;
  const { spec } = undertaking;
  const inTurn = phase.inTurn === true;
  const ordered = inTurn ? members.toSorted((one, other) => turnOf(spec, one) - turnOf(spec, other)) : members;
  const settled = await onEach(ordered, inTurn ? 1 : spec.limits.hosts, (member) =>
    watched.step(member.name, async (step) => {
      try {
        await phase.run(member, undertaking, step);
      } catch (thrown) {
        failure.abort(thrown);
        throw thrown;
      }
    }),
  );
  progress.signal.throwIfAborted();
  // Of what fails together the first failure is the cause of the others.
  if (phase.together === true) failure.signal.throwIfAborted();
  resultsOf(settled);
};

/** Masters are of the new version before what registers with them, as Hadoop wants it. */
const turnOf = (spec: ClusterSpec, { index }: Member): number =>
  rolesOf(spec, index).some((role) => role === 'namenode' || role === 'resourcemanager') ? 0 : 1;
