import { FirebreakError } from '../../errors.ts';
import { serviceAddress } from '../address-plan.ts';
import { type DrainableRole, isDrainable } from '../drain/drain.ts';
import type { DrainedDaemon } from '../drain/lists.ts';
import { type HostRole, rolesOf } from '../host-spec.ts';
import type { KnownHost, Placed } from '../places.ts';
import { replicationOf } from '../services/hdfs-configuration.ts';
import type { ClusterSpec } from '../spec.ts';

/**
 * What a cluster cannot do without is not taken away. Hosts that are only about to come have no blocks yet, and do not count.
 * @throws FirebreakError `FB-SCALE-MASTER`, `FB-SCALE-REPLICATION`, `FB-SCALE-LAST`
 */
export const requireMayLeave = (running: Placed, drained: readonly DrainedDaemon[]): void => {
  requireSameMasters(running);
  if (running.leaving.length === 0) return;
  requireNoMaster(running);
  requireCopies(running, drained);
  requireNodes(running, drained);
};

/** What these know is on their disks, and nowhere else. */
export const keepingData: readonly HostRole[] = ['namenode', 'resourcemanager', 'zookeeper', 'journalnode'];

/** Also of a host that stays, e.g. where its line is not the first any more. */
const requireSameMasters = ({ spec, before }: Placed): void => {
  for (const [index, host] of before.entries()) {
    const now = rolesOf(spec, index);
    const lost = host?.roles.find((role) => keepingData.includes(role) && !now.includes(role));
    if (host === undefined || lost === undefined) continue;
    throw new FirebreakError({
      code: 'FB-SCALE-MASTER',
      message: `${host.name} has the ${lost} of cluster ${spec.name}, and by the spec it would not.`,
      because: 'Firebreak does not move a master’s data to another host.',
      next: 'Write its line as the first again, or name its `roles`.',
      exit: 2,
    });
  }
};

const requireNoMaster = ({ spec, leaving }: Placed): void => {
  const master = leaving.find(({ roles }) => !roles.every(isDrainable));
  if (master === undefined) return;
  throw new FirebreakError({
    code: 'FB-SCALE-MASTER',
    message: `${master.name} cannot leave cluster ${spec.name}: it has the ${master.roles.filter((role) => !isDrainable(role)).join(', ')}.`,
    because: 'Firebreak does not move a master’s data to another host.',
    next: `Put it back into the spec, also where its line was another one; its \`roles\` are said there, or follow from its being the first.`,
    exit: 2,
  });
};

const requireCopies = ({ spec, before, leaving }: Placed, drained: readonly DrainedDaemon[]): void => {
  const staying = before.filter((host) => host !== undefined);
  const having = (hosts: readonly KnownHost[]) => hosts.filter(({ roles }) => roles.includes('datanode'));
  if (having(leaving).length === 0) return;
  const copies = replicationOf([...staying, ...leaving]);
  const left = having(staying).filter((host) => isAtWork(spec, host, 'datanode', drained));
  if (left.length >= copies) return;
  const [first] = having(leaving);
  throw new FirebreakError({
    code: 'FB-SCALE-REPLICATION',
    message: `${first?.name} cannot leave cluster ${spec.name}: ${left.length} DataNode${left.length === 1 ? '' : 's'} would be left for ${copies} copies of each block.`,
    because: 'A host that is drained, or not up yet, has no copies to count.',
    next: `Bring up another host first: \`firebreak scale --add HOST\`. To have it only out of work, put it back into the spec and \`firebreak drain ${first?.name}\`.`,
    exit: 2,
  });
};

/** Each tenant needs a host that may run its containers, in the runtime that it must have at least. */
const requireNodes = ({ spec, before, leaving }: Placed, drained: readonly DrainedDaemon[]): void => {
  const labels = new Set(Object.values(spec.tenants).map(({ label }) => label));
  const staying = before.flatMap((host, index) =>
    host?.roles.includes('nodemanager') && isAtWork(spec, host, 'nodemanager', drained)
      ? [spec.hosts[index]?.label]
      : [],
  );
  const last = leaving.find(
    ({ roles, label }) => roles.includes('nodemanager') && labels.has(label) && !staying.includes(label),
  );
  if (last === undefined) return;
  const tenants = Object.entries(spec.tenants).filter(([, { label }]) => label === last.label);
  throw new FirebreakError({
    code: 'FB-SCALE-LAST',
    message: `${last.name} cannot leave cluster ${spec.name}: no other host is at work for ${tenants.map(([name]) => name).join(', ')}.`,
    because:
      last.label === undefined
        ? 'It is the last one with a NodeManager.'
        : `It is the last one with a NodeManager and the label ${last.label}.`,
    next: `Bring up another one first (\`firebreak scale --add HOST\`), or put one to work again (\`firebreak drain HOST --undo\`).`,
    exit: 2,
  });
};

const isAtWork = (
  { network }: ClusterSpec,
  { place }: KnownHost,
  role: DrainableRole,
  drained: readonly DrainedDaemon[],
): boolean => {
  const own = serviceAddress(network.subnet, place);
  return !drained.some((daemon) => daemon.role === role && daemon.address === own);
};
