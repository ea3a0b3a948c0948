import { FirebreakError, reasonOf } from '../../errors.ts';
import { silentProgress } from '../../progress.ts';
import { isDrainable } from '../drain/drain.ts';
import type { DrainStatus } from '../drain/drain-status.ts';
import { doubledMasters } from '../ha-state.ts';
import { type HostPlace, type Layout, layoutOf } from '../layout.ts';
import { placed, type Registration } from '../places.ts';
import type { ClusterSpec } from '../spec.ts';
import { type ClusterStatus, type HostStatus, urlsOf } from '../status.ts';
import type { Member } from './member.ts';
import { onEach } from './on-each.ts';
import { registrationOf } from './running-cluster.ts';

/** What runs of the cluster, read from all of its hosts; one that does not answer is shown as such. */
export const statusOfMembers = async (
  spec: ClusterSpec,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<ClusterStatus> => {
  const registered: (Registration | undefined)[] = members.map(() => undefined);
  const answers = await onEach(members, spec.limits.hosts, async (member) => {
    const progress = silentProgress(signal);
    const found = await member.ask('status', { name: spec.name }, progress);
    registered[member.index] = await registrationOf(spec, member, progress).catch(() => undefined);
    return found;
  });
  signal.throwIfAborted();
  return merge(placed(spec, registered).spec, members, answers);
};

const addressOf = ({ hosts }: Layout, host: string): string | undefined =>
  hosts.find(({ name }) => name === host)?.address;

type Answer = PromiseSettledResult<ClusterStatus>;

const merge = (spec: ClusterSpec, members: readonly Member[], answers: readonly Answer[]): ClusterStatus => {
  const layout = layoutOf(spec);
  const found = members.flatMap(({ name, index }) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' ? [{ host: name, status: answer.value }] : [];
  });
  const drains = found.flatMap(({ status }) => status.drains ?? []);
  const hosts = layout.hosts.map((place, index) => ({
    ...hostStatus(place, answers[index], drains),
    ...labelOf(spec, index),
  }));
  const runtimes = found.flatMap(({ status }) => status.runtimes);
  const services = found.flatMap(({ host, status }) => status.services.map((service) => ({ ...service, host })));
  const active = Object.fromEntries(
    services.filter(({ haState }) => haState === 'active').map(({ name, host }) => [name, addressOf(layout, host)]),
  );
  return {
    name: spec.name,
    healthy: hosts.every(({ state }) => fine.includes(state)) && doubledMasters(layout).every((name) => name in active),
    address: layout.nameNodes[0],
    hosts,
    services,
    runtimes: runtimes.filter(
      (runtime, index) =>
        index === runtimes.findIndex(({ name, version }) => name === runtime.name && version === runtime.version),
    ),
    containers: found.flatMap(({ host, status }) => status.containers.map((container) => ({ ...container, host }))),
    urls: urlsOf(layout, active),
  };
};

const labelOf = ({ hosts }: ClusterSpec, index: number): Pick<HostStatus, 'label'> => {
  const label = hosts[index]?.label;
  return label === undefined ? {} : { label };
};

const fine: readonly HostStatus['state'][] = ['healthy', 'draining', 'drained'];

/** Exported for its test. */
export const hostStatus = (
  place: HostPlace,
  answer: Answer | undefined,
  drains: readonly DrainStatus[],
): HostStatus => {
  const { name, address, roles } = place;
  const found = { name, address, ...foundState(answer) };
  const own = drains.filter((drain) => drain.address === address);
  if (own.length === 0) return found;
  const gone = own.every(({ standing }) => standing === 'away' || standing === 'absent');
  // Of a host that is out of work nothing else matters, unless others need its daemons.
  if (gone && (found.state === 'healthy' || roles.every(isDrainable))) return { ...found, state: 'drained' };
  return found.state === 'healthy' ? { ...found, state: 'draining' } : found;
};

const foundState = (answer: Answer | undefined): Pick<HostStatus, 'state' | 'reason'> => {
  if (answer?.status === 'fulfilled') return { state: answer.value.healthy ? 'healthy' : 'degraded' };
  const reason: unknown = answer?.reason;
  const away = reason instanceof FirebreakError && reason.code.startsWith('FB-SSH-');
  return { state: away ? 'unreachable' : 'down', reason: reasonOf(reason) };
};
