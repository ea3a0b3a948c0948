import { z } from 'zod';
import { engineNames } from '../engines/engine.ts';
import { kataOptions } from '../runtimes/kata/options.ts';
import { patience } from '../runtimes/patience.ts';
import { runtimeNames } from '../runtimes/runtime-class.ts';
import { scratchPlace } from '../runtimes/scratch-place.ts';
import { daemons } from './daemons.ts';
import { hostSpec } from './host-spec.ts';
import { shortName } from './short-name.ts';

const path = z.string().startsWith('/', 'must be an absolute path');
const userName = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'must be a Linux user name');
const mount = z.strictObject({
  source: path.describe('Folder on the host'),
  target: path.describe('Where the container sees it'),
  readOnly: z.boolean().default(true),
});

const tenant = z.strictObject({
  users: z.array(userName).min(1).describe('Operating-system users of this tenant; created where missing'),
  runtime: z.enum(runtimeNames).describe('Runtime class of a container that asks for none'),
  minimum: z
    .enum(runtimeNames)
    .optional()
    .describe('The floor: weaker requests are refused; default: the tenant’s own `runtime`'),
  queue: shortName.optional().describe('YARN queue; default: the tenant’s name'),
  capacity: z
    .number()
    .positive()
    .max(100)
    .optional()
    .describe('Share of the cluster, or of its label’s hosts, percent; default: what is left, divided equally'),
  label: shortName.optional().describe('Its containers run on hosts of this label only; default: on hosts without one'),
  images: z.array(z.string()).default([]).describe('Further images its containers may use'),
  mounts: z.array(mount).default([]).describe('Host folders its containers may ask for'),
  pidsLimit: z.int().min(64).default(4096).describe('Processes and threads in one container'),
});

/** `cluster.yaml`. Public: its JSON Schema is published as schema/cluster.schema.json. */
export const clusterSpec = z.strictObject({
  name: shortName.describe('Names the cluster’s folders, networks and containers'),
  hosts: z.array(hostSpec).min(1).prefault([{}]).describe('Machines of the cluster; default: this one'),
  limits: z
    .strictObject({
      hosts: z.int().min(1).default(30).describe('Hosts that are worked on at the same time'),
      transfers: z.int().min(1).default(4).describe('Hosts that software is sent to at the same time'),
    })
    .prefault({})
    .describe('How much the controller does at once'),
  tenants: z.record(shortName, tenant).refine((tenants) => Object.keys(tenants).length > 0, 'name at least one tenant'),
  runtimes: z
    .strictObject({
      runc: z
        .strictObject({
          engine: z
            .enum(engineNames)
            .default('docker')
            .describe('What starts its containers: `docker`, or `cri` for containerd’s CRI'),
          patience: patience.default(1),
        })
        .prefault({}),
      gvisor: z
        .strictObject({
          engine: z.enum(engineNames).default('docker').describe('What starts its containers, as for `runc`'),
          binary: path.optional().describe('runsc to use; default: the pinned one, which `up` builds'),
          options: z.record(z.string(), z.string()).default({}).describe('runsc flags, e.g. `platform: systrap`'),
          hugePages: z
            .boolean()
            .default(false)
            .describe('Let the kernel give shared memory in huge pages to programs that ask, as gVisor does'),
          scratch: scratchPlace
            .default('shared')
            .describe(
              'Where Spark shuffles and spills: `shared`, YARN’s folders, or `memory`, the container’s own /tmp, which its memory limits',
            ),
          patience: patience.default(1),
        })
        .prefault({}),
      kata: kataOptions.prefault({}),
    })
    .prefault({})
    .describe('Settings of the runtime classes'),
  docker: z
    .enum(['own', 'host'])
    .default('own')
    .describe('`own`: a Docker engine of this cluster; `host`: the one on the machine'),
  distribution: z
    .strictObject({
      hadoopHome: path.optional().describe('Hadoop to use instead of the pinned one'),
      sparkHome: path.optional().describe('Spark to use instead of the pinned one'),
      javaHome: path.optional().describe('Java to use instead of the installed one; 17 or 21'),
      image: z.string().optional().describe('Workload image to use instead of the one built here'),
    })
    .prefault({})
    .describe('Software of the cluster'),
  network: z
    .strictObject({
      subnet: z
        .string()
        .regex(/^\d{1,3}\.\d{1,3}\.\d{1,3}\.0\/([89]|1\d|20)$/, 'must be an IPv4 network from /8 to /20')
        .default('172.30.0.0/16')
        .describe('A /20 of it for each host: services in its first /24, then one /24 for each tenant'),
      egress: z.boolean().default(false).describe('Whether containers reach addresses outside the cluster'),
      mtu: z
        .int()
        .min(1280)
        .max(9000)
        .default(1500)
        .describe('Largest packet of containers; between hosts by vxlan at most what is left beside its headers'),
      betweenHosts: z
        .enum(['vxlan', 'direct'])
        .default('vxlan')
        .describe('How containers reach other hosts: through any network, or by routes where all are on one segment'),
    })
    .prefault({})
    .describe('Network of the containers'),
  ports: z
    .strictObject({
      offset: z.int().min(0).max(20000).default(0).describe('Added to every default port, for clusters side by side'),
    })
    .prefault({}),
  daemons: daemons.prefault({}).describe('Daemons of Hadoop and Spark'),
  security: z
    .strictObject({
      uncontainerisedLaunch: z
        .boolean()
        .default(false)
        .describe('Allows containers of YARN’s default runtime, which nothing isolates'),
    })
    .prefault({}),
  dataDir: path
    .optional()
    .describe('Where HDFS, YARN and the engine keep their data; default: /var/lib/firebreak/<name>'),
});

export type ClusterSpec = z.infer<typeof clusterSpec>;
