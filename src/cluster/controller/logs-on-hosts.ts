import { FirebreakError } from '../../errors.ts';
import { silentProgress } from '../../progress.ts';
import { hostNameOf, rolesOf } from '../host-spec.ts';
import type { ServiceLog } from '../service-logs.ts';
import { type ServiceName, serviceNames } from '../services/service.ts';
import { servicesOf } from '../services/services.ts';
import type { ClusterSpec } from '../spec.ts';
import { hostNamed } from './host-named.ts';
import { withMembers } from './members.ts';
import { onEach, resultsOf } from './on-each.ts';

/** A daemon, on one host or on each that has it; both undefined means all. */
export interface LogSelection {
  readonly service: string | undefined;
  readonly host: string | undefined;
}

/** `namenode@node1`, `namenode` or `@node1`. */
export const parseSelection = (text: string | undefined): LogSelection => {
  const [service = '', host = ''] = (text ?? '').split('@');
  return { service: service === '' ? undefined : service, host: host === '' ? undefined : host };
};

/** The newest lines of daemons' logs, each named `SERVICE@HOST`. @throws FirebreakError `FB-CLI-SERVICE`, `FB-CLI-HOST` */
export const logsOnHosts = (
  spec: ClusterSpec,
  { service, host }: LogSelection,
  lines: number,
  signal: AbortSignal,
): Promise<ServiceLog[]> => {
  const chosen = hostsWith(spec, service, host);
  return withMembers(spec, async (members) => {
    const wanted = members.filter(({ index }) => chosen.includes(index));
    const settled = await onEach(wanted, spec.limits.hosts, async (member) => {
      const logs = await member.ask('logs', { name: spec.name, service, lines }, silentProgress(signal));
      return logs.map((log) => ({ ...log, service: `${log.service}@${member.name}` }));
    });
    signal.throwIfAborted();
    return resultsOf(settled).flat();
  });
};

const hostsWith = (spec: ClusterSpec, service: string | undefined, host: string | undefined): number[] => {
  const names = spec.hosts.map((_, index) => hostNameOf(spec, index));
  if (host !== undefined) hostNamed(spec, host);
  const having = names.flatMap((name, index) =>
    (host === undefined || host === name) && has(spec, index, service) ? [index] : [],
  );
  if (having.length > 0) return having;
  throw new FirebreakError({
    code: 'FB-CLI-SERVICE',
    message:
      host === undefined ? `cluster ${spec.name} has no service ${service}` : `${host} has no service ${service}`,
    next: `name one of ${serviceNames.join(', ')}; firebreak status shows which host has which`,
    exit: 2,
  });
};

const has = (spec: ClusterSpec, index: number, service: string | undefined): boolean => {
  const services: readonly (ServiceName | string)[] = servicesOf(spec, rolesOf(spec, index));
  return service === undefined || services.includes(service);
};
