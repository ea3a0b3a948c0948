import { z } from 'zod';
import { drainableRole } from './drain/drain.ts';
import { sentSoftware } from './on-host/sent-software.ts';
import type { Plan } from './plan.ts';
import { clusterSpec } from './spec.ts';

const capacity = z.object({ memoryMiB: z.number(), vcores: z.number() });
const link = z.object({ address: z.string(), device: z.string(), mtu: z.number() });

/** A host's part of the cluster: all that it must be told to make its plan. */
export const part = z.object({
  spec: clusterSpec,
  software: sentSoftware,
  assignment: z.object({
    own: z.int(),
    links: z.array(link),
    largest: capacity.optional(),
    largestOfLabel: z.record(z.string(), capacity),
    drained: z.array(drainableRole),
    upgrade: z.boolean().default(false),
    newHdfs: z.boolean().default(false),
  }),
});

export type Part = z.output<typeof part>;

/**
 * What made this plan, for a host that makes it again by itself. Who is drained is known there by then, and whether HDFS is new
 * by nobody.
 */
export const ownPart = ({ spec, layout, distribution, host, largest, largestOfLabel, links }: Plan): Part => {
  const { hadoopHome, sparkHome, image } = distribution;
  const { imageJavaHome } = host;
  return {
    spec,
    software: { hadoopHome, sparkHome, image, ...(imageJavaHome === undefined ? {} : { imageJavaHome }) },
    assignment: {
      ...{ own: layout.own, links: [...links], largest, largestOfLabel },
      ...{ drained: [], upgrade: false, newHdfs: false },
    },
  };
};
