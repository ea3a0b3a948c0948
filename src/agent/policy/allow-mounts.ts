import type { Mount } from '../../engines/engine.ts';
import type { AgentConfiguration, TenantPolicy } from '../configuration.ts';
import type { Launch } from '../operation/operation.ts';
import { refusal } from './refusal.ts';

/**
 * The mounts of a container: those YARN itself needs, each known by its exact path, and those its tenant's policy
 * lists. Anything else is refused.
 */
export const allowMounts = (
  configuration: AgentConfiguration,
  tenant: TenantPolicy,
  launch: Launch,
  asked: readonly Mount[],
): Mount[] => {
  const yarns = yarnMounts(configuration, launch);
  const granted = asked.map((mount) => {
    const own = yarns.find((each) => each.source === mount.source && each.target === mount.target);
    if (own !== undefined) return { ...own, readOnly: own.readOnly || mount.readOnly };
    if (isSpark(configuration, mount)) return { ...mount, readOnly: true };
    const listed = tenant.mounts.find((each) => each.source === mount.source && each.target === mount.target);
    if (listed === undefined) {
      throw refusal(
        `the mount ${mount.source} at ${mount.target}`,
        `tenant ${tenant.name} may not mount it`,
        'list it under the tenant’s mounts in cluster.yaml',
      );
    }
    if (listed.readOnly && !mount.readOnly) {
      throw refusal(`writing to the mount ${mount.source}`, `tenant ${tenant.name} may only read it`);
    }
    return mount;
  });
  return [...granted, ...configuration.mounts.filter(({ target }) => !granted.some((each) => each.target === target))];
};

/** Any Spark that `up` has put on this node, by its exact path. */
const isSpark = ({ sparks }: AgentConfiguration, { source, target }: Mount): boolean =>
  sparks !== undefined &&
  target === sparks.target &&
  source.startsWith(`${sparks.folder}/spark-`) &&
  /^[\w.+-]+$/.test(source.slice(sparks.folder.length + 1));

/** What YARN mounts into every container of a user, and how (DockerLinuxContainerRuntime.launchContainer). */
const yarnMounts = (configuration: AgentConfiguration, { user, application, container }: Launch): Mount[] => [
  ...configuration.localDirs.flatMap((dir) => [
    same(`${dir}/usercache/${user}/appcache/${application}`, false),
    same(`${dir}/usercache/${user}/filecache`, true),
    same(`${dir}/filecache`, true),
  ]),
  ...configuration.logDirs.map((dir) => same(`${dir}/${application}/${container}`, false)),
];

const same = (path: string, readOnly: boolean): Mount => ({ source: path, target: path, readOnly });
