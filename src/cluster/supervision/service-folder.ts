import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { canAccess } from '../../can-access.ts';
import type { Layout } from '../layout.ts';
import type { Service, ServiceName } from '../services/service.ts';

export const serviceFolder = (layout: Layout, name: ServiceName): string => `${layout.services}/${name}`;
export const logFolder = (layout: Layout, name: ServiceName): string => `${layout.logs}/${name}`;

/** Writes what runsv needs to run the service; a service not yet supervised waits to be told to start. */
export const writeServiceFolder = async (layout: Layout, service: Service): Promise<void> => {
  const folder = serviceFolder(layout, service.name);
  await mkdir(`${folder}/log`, { recursive: true });
  await mkdir(logFolder(layout, service.name), { recursive: true });
  await writeFile(`${logFolder(layout, service.name)}/config`, 's10000000\nn5\n');
  await writeFile(`${folder}/arguments`, commandLine(layout, service).join('\n') + '\n');
  await copyScript('run', `${folder}/run`);
  await copyScript('log-run', `${folder}/log/run`);
  await rm(`${folder}/logs`, { force: true });
  await symlink(logFolder(layout, service.name), `${folder}/logs`);
  if ((await startedDigest(layout, service.name)) === undefined) await writeFile(`${folder}/down`, '');
};

/** The service's program behind the programs that change user, take the lock and set the environment. */
export const commandLine = (layout: Layout, service: Service): string[] => [
  ...(service.user === 'root' ? [] : ['chpst', '-u', service.user]),
  ...(service.locked ? ['chpst', '-L', `${layout.tmp}/${service.name}/lock`] : []),
  'env',
  ...Object.entries(service.environment).map(([name, value]) => `${name}=${value}`),
  ...service.command,
];

/** Content of a file that a service reads, by its name below `conf`. */
export type ContentOf = (file: string) => Promise<string | Buffer>;

/** Identifies what a start of the service would read: it is restarted when this is not what it was started with. */
export const digestOf = async (layout: Layout, service: Service, contentOf: ContentOf): Promise<string> => {
  const hash = createHash('sha256').update(commandLine(layout, service).join('\n'));
  for (const file of service.reads) hash.update(await contentOf(file));
  return hash.digest('hex');
};

/** The digest that the service was last started with. */
export const startedDigest = async (layout: Layout, name: ServiceName): Promise<string | undefined> => {
  try {
    return await readFile(`${serviceFolder(layout, name)}/digest`, 'utf8');
  } catch {
    return undefined;
  }
};

export const recordDigest = (layout: Layout, name: ServiceName, digest: string): Promise<void> =>
  writeFile(`${serviceFolder(layout, name)}/digest`, digest);

export const recordStart = async (layout: Layout, name: ServiceName, digest: string): Promise<void> => {
  await endRest(layout, name);
  await recordDigest(layout, name, digest);
};

/** Keeps a service from starting, also when its supervisor comes back, because its host is drained. */
export const recordRest = async (layout: Layout, name: ServiceName): Promise<void> => {
  for (const file of ['down', 'drained']) await writeFile(`${serviceFolder(layout, name)}/${file}`, '');
};

/** From here on a supervisor that comes back starts the service by itself. */
export const endRest = async (layout: Layout, name: ServiceName): Promise<void> => {
  for (const file of ['drained', 'down']) await rm(`${serviceFolder(layout, name)}/${file}`, { force: true });
};

export const rests = (layout: Layout, name: ServiceName): Promise<boolean> =>
  canAccess(`${serviceFolder(layout, name)}/drained`);

const copyScript = async (name: string, target: string): Promise<void> => {
  await copyFile(new URL(`../services/${name}`, import.meta.url), target);
  await chmod(target, 0o755);
};
