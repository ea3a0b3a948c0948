import type { ContainerState, Engine } from '../../engines/engine.ts';
import type { Resources } from '../../evidence/sample.ts';
import { isEmulatedProcessor } from '../../runtimes/kata/is-emulated-processor.ts';
import { runtimeClass } from '../../runtimes/registry.ts';
import { observed } from '../spark/observed.ts';
import { cgroupOf } from './cgroup.ts';

export interface Seen {
  readonly resources: Resources;
  /** `uname -r` inside. */
  readonly kernel: string;
  /** The processor inside says that it is emulated. */
  readonly emulated: boolean;
}

/**
 * What a container was given, by the host's kernel and by the engine, and what it sees, by a program inside. The pids
 * limit is counted without what the runtime class itself needs of it.
 */
export const resourcesOf = async (engine: Engine, container: ContainerState, runtime: string): Promise<Seen> => {
  const [limits, { stdout }, layers] = await Promise.all([
    cgroupOf(container.pid).then((cgroup) => cgroup.limits()),
    engine.exec(container.name, ['python3', 'observe.py']),
    engine.imageLayers(container.name),
  ]);
  const inside = observed.parse(JSON.parse(stdout));
  return {
    kernel: inside.kernel,
    emulated: isEmulatedProcessor(inside.processor ?? ''),
    resources: {
      memoryBytes: limitOf(limits.memoryBytes),
      cpuQuota: limitOf(limits.cpus),
      cpuset: limits.cpuset,
      pidsLimit: limitOf(limits.pids - (runtimeClass(runtime)?.overheadPids ?? 0)),
      image: layers.join(' '),
      cpusSeenInside: inside.cpus,
      jvmFlags: inside.jvmFlags,
    },
  };
};

/** JSON has no infinity; a virtual machine's own size may be all that limits it. */
const limitOf = (limit: number): number | string => (Number.isFinite(limit) ? limit : 'none');
