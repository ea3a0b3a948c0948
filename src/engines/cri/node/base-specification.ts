import { z } from 'zod';

const specification = z.looseObject({
  mounts: z.array(z.looseObject({ destination: z.string() })),
  linux: z.looseObject({ resources: z.looseObject({}).default({}) }),
});

/**
 * The OCI specification that every container of a handler begins with: containerd's own default (`ctr oci spec`) with
 * what CRI has no field for, the pids limit and the tmpfs mounts (path to options).
 */
export const baseSpecification = (
  defaults: unknown,
  pidsLimit: number,
  tmpfs: Readonly<Record<string, string>>,
): string => {
  const { mounts, linux, ...rest } = specification.parse(defaults);
  const wanted = Object.entries(tmpfs).map(([destination, options]) => ({
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: options.split(','),
  }));
  return JSON.stringify({
    ...rest,
    mounts: [...mounts.filter(({ destination }) => !(destination in tmpfs)), ...wanted],
    linux: { ...linux, resources: { ...linux.resources, pids: { limit: pidsLimit } } },
  });
};
