import { criRuntimes, possibleRuntimes } from '../engine-of.ts';
import { type HostRole, hostRoles, hostsWith } from '../host-spec.ts';
import type { Plan } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';
import { agent } from './agent.ts';
import { containerd } from './containerd.ts';
import { datanode } from './datanode.ts';
import { dockerd } from './dockerd.ts';
import { historyserver } from './historyserver.ts';
import { journalnode } from './journalnode.ts';
import { namenode } from './namenode.ts';
import { nodemanager } from './nodemanager.ts';
import { resourcemanager } from './resourcemanager.ts';
import { type Service, type ServiceName, serviceNames } from './service.ts';
import { zkfc } from './zkfc.ts';
import { zookeeper } from './zookeeper.ts';

const rendered: { readonly [name in ServiceName]: (plan: Plan) => Service } = {
  containerd,
  dockerd,
  agent,
  zookeeper,
  journalnode,
  namenode,
  zkfc,
  datanode,
  resourcemanager,
  nodemanager,
  historyserver,
};

const nodeServices: readonly ServiceName[] = ['containerd', 'dockerd', 'agent'];

export const serviceOf = (plan: Plan, name: ServiceName): Service => rendered[name](plan);

/** Names of the services on a host of those roles: containers, and so engines and agent, are beside a NodeManager. */
export const servicesOf = (spec: ClusterSpec, roles: readonly HostRole[]): ServiceName[] => {
  const unneeded: ServiceName[] = hostRoles.filter((role) => !roles.includes(role));
  if (!roles.includes('namenode') || hostsWith(spec, 'namenode').length === 1) unneeded.push('zkfc');
  if (!roles.includes('nodemanager')) unneeded.push(...nodeServices);
  if (spec.docker === 'host') unneeded.push('dockerd');
  if (spec.docker === 'host' && criRuntimes(spec, possibleRuntimes(spec)).length === 0) unneeded.push('containerd');
  return serviceNames.filter((name) => !unneeded.includes(name));
};
