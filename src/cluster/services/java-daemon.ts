import type { ServiceUser } from '../accounts.ts';
import { collectorFor } from '../daemons.ts';
import type { HostRole } from '../host-spec.ts';
import type { Plan } from '../plan.ts';
import type { Readiness, Service, ServiceName } from './service.ts';

interface JavaDaemon {
  readonly name: ServiceName & (HostRole | 'zkfc');
  readonly user: ServiceUser;
  readonly main: string;
  readonly classpath: readonly string[];
  readonly flags?: readonly string[];
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly reads: readonly string[];
  readonly ready: Readiness;
}

/** Property that marks a JVM as this cluster's, so that `down` finds it whatever became of its supervisor. */
export const serviceMark = (cluster: string, service: string): string => `-Dfirebreak.service=${cluster}/${service}`;

/** Enough for what keeps no data: tools for administrators, and the failover controller. */
const toolHeapMiB = 128;

export const javaDaemon = (plan: Plan, daemon: JavaDaemon): Service => {
  const heapMiB = daemon.name === 'zkfc' ? toolHeapMiB : plan.spec.daemons[daemon.name].heapMiB;
  return {
    name: daemon.name,
    user: daemon.user,
    command: [
      `${plan.distribution.javaHome}/bin/java`,
      serviceMark(plan.spec.name, daemon.name),
      `-Xmx${heapMiB}m`,
      ...collectorFor(heapMiB),
      '-XX:+ExitOnOutOfMemoryError',
      '-Djava.net.preferIPv4Stack=true',
      // Container names are known here and nowhere else: the host's own /etc/hosts stays as it is.
      `-Djdk.net.hosts.file=${plan.layout.hostsFile}`,
      `-Djava.io.tmpdir=${plan.layout.tmp}/${daemon.name}`,
      '--add-opens=java.base/java.lang=ALL-UNNAMED',
      ...(daemon.flags ?? []),
      '-cp',
      daemon.classpath.join(':'),
      daemon.main,
      ...(daemon.arguments ?? []),
    ],
    environment: { JAVA_HOME: plan.distribution.javaHome, LANG: 'C.UTF-8', ...daemon.environment },
    ready: daemon.ready,
    reads: daemon.reads,
    locked: true,
  };
};

/** Hadoop's class path: the configuration goes in front. */
export const hadoopClasspath = (plan: Plan): string[] => [
  `${plan.layout.conf}/hadoop`,
  plan.distribution.hadoopClasspath,
];

/** Command line of one of Hadoop's tools for administrators, whose scratch is that of `user`. */
export const adminTool = (plan: Plan, user: ServiceUser, main: string, words: readonly string[]): readonly string[] => [
  `${plan.distribution.javaHome}/bin/java`,
  `-Xmx${toolHeapMiB}m`,
  ...collectorFor(toolHeapMiB),
  '-Djava.net.preferIPv4Stack=true',
  `-Djava.io.tmpdir=${plan.layout.tmp}/${user}`,
  '-cp',
  hadoopClasspath(plan).join(':'),
  main,
  ...words,
];
