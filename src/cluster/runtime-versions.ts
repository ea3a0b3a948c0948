import Docker from 'dockerode';
import { z } from 'zod';
import { programVersion } from '../distribution/program-version.ts';
import type { Layout } from './layout.ts';

const runtimesOfEngine = z.record(z.string(), z.object({ path: z.string() }));

/** Version of each runtime that the cluster's Docker engine starts, by handler; nothing where it does not answer. */
export const runtimeVersions = async ({
  dockerSocket,
}: Pick<Layout, 'dockerSocket'>): Promise<Record<string, string>> => {
  const info = await new Docker({ socketPath: dockerSocket, timeout: 5000 }).info().catch(() => undefined);
  const found = runtimesOfEngine.safeParse(info?.Runtimes);
  if (!found.success) return {};
  const versions = await Promise.all(
    Object.entries(found.data).map(async ([handler, { path }]) => [handler, await programVersion(path)] as const),
  );
  return Object.fromEntries(
    versions.flatMap(([handler, version]) => (version === undefined ? [] : [[handler, version]])),
  );
};
