import { z } from 'zod';
import { runtimeNames } from '../runtimes/runtime-class.ts';

const absolutePath = z.string().startsWith('/');

const mount = z.strictObject({ source: absolutePath, target: absolutePath, readOnly: z.boolean() });

const tenant = z.strictObject({
  name: z.string(),
  /** Operating-system users whose containers this tenant's policy governs. */
  users: z.array(z.string()).min(1),
  /** Runtime class of a container that asks for none. */
  runtime: z.enum(runtimeNames),
  /** The floor: a request below this class's strength is refused. */
  minimum: z.enum(runtimeNames),
  images: z.array(z.string()).min(1),
  /** Mounts a job may ask for, beside those that YARN itself needs. */
  mounts: z.array(mount),
  /** The engine's network of this tenant, and the addresses its containers may have, e.g. `172.30.1.0/24`. */
  network: z.string(),
  subnet: z.string(),
  pidsLimit: z.int().positive(),
});

/**
 * What one node's agent is told, resolved from the cluster spec by `up` and written as `agent.json`.
 * The agent reads nothing else.
 */
export const agentConfiguration = z.strictObject({
  cluster: z.string(),
  /** Unix socket the launcher speaks to; mode 0600, owned by the NodeManager's user. */
  socket: absolutePath,
  nodeManager: z.strictObject({
    user: z.string(),
    uid: z.int(),
    gid: z.int(),
    /** Base address of its web services, asked for a container's size, e.g. `http://172.30.0.1:8042`. */
    http: z.url(),
  }),
  localDirs: z.array(absolutePath).min(1),
  logDirs: z.array(absolutePath).min(1),
  /** Java that the localizer may be run with, and nothing else: op 0's command must start with it. */
  javaHome: absolutePath,
  /** Read-only mounts that every container gets, e.g. Spark's own jars. */
  mounts: z.array(mount),
  /**
   * Folder whose `spark-VERSION` a job may ask for at `target`, in place of the one that others get: an application goes on
   * with the Spark that it was submitted with.
   */
  sparks: z.strictObject({ folder: absolutePath, target: absolutePath }).optional(),
  /** Library that answers some calls from memory, for containers of classes that intercept them; see src/preload. */
  rememberedCallsLibrary: absolutePath,
  /** Generated /etc/hosts that names every address of the cluster; mounted read-only into each container. */
  hostsFile: absolutePath,
  /** Scratch of the agent: generated passwd and group files. */
  stateDir: absolutePath,
  docker: z.strictObject({ socket: absolutePath }),
  /** containerd's CRI, where it serves some runtime classes; Docker serves the others. */
  cri: z
    .strictObject({
      socket: absolutePath,
      /** cgroup that all pods are below. */
      cgroupParent: absolutePath,
      /** Folder for what containers write to their own stdout and stderr. */
      logs: absolutePath,
      /** Folder for disks of virtual machines. */
      disks: absolutePath,
      runtimes: z.array(z.enum(runtimeNames)).min(1),
    })
    .optional(),
  /** How virtual machines are made, where a runtime class boots one around each container. */
  machine: z
    .strictObject({
      /** Memory inside the machine beyond the container's, MiB. */
      guestMiB: z.int().positive(),
      /** No machine has more virtual CPUs than this. */
      mostCpus: z.int().positive(),
      /** A machine that does not answer within this is given up, s. */
      startSeconds: z.int().positive(),
      /** Size of a disk of its own that Spark shuffles and spills to, GiB; without one, it does so in YARN's folders. */
      scratchGiB: z.int().positive().optional(),
    })
    .optional(),
  /** Device without which no virtual machine boots, e.g. `/dev/kvm`; not where the processor is emulated. */
  kvm: absolutePath.optional(),
  /** Where the agent tells the node's health. */
  healthFile: absolutePath,
  /** Runtime classes that this node really has. */
  runtimes: z.array(z.enum(runtimeNames)).min(1),
  /** Runtime classes in which Spark shuffles and spills in the container's own memory, and not in YARN's folders. */
  scratchInMemory: z.array(z.enum(runtimeNames)),
  /** op 1 (a launch without a container) is refused unless this is true. */
  allowUncontainerised: z.boolean(),
  /** Users below this uid are never run. */
  minimumUid: z.int().positive(),
  tmpfsMiB: z.int().positive(),
  /** None on a node whose label no tenant has. */
  tenants: z.array(tenant),
});

export type AgentConfiguration = z.infer<typeof agentConfiguration>;
export type TenantPolicy = AgentConfiguration['tenants'][number];
