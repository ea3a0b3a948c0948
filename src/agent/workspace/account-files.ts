import { chmod, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Mount } from '../../engines/engine.ts';
import type { AgentConfiguration } from '../configuration.ts';
import type { Account } from '../policy/decide.ts';

/**
 * The container's /etc/passwd and /etc/group: root, nobody and the one user. Hadoop's login fails for a uid without
 * a name. Made once a user and mounted read-only.
 */
export const accountFiles = async (
  { stateDir }: Pick<AgentConfiguration, 'stateDir'>,
  account: Account,
): Promise<Mount[]> => {
  const folder = `${stateDir}/accounts/${account.name}-${account.uid}-${account.gid}`;
  const known = await stat(folder).catch(() => undefined);
  if (known === undefined) await writeAccount(folder, account);
  return ['passwd', 'group'].map((file) => ({ source: `${folder}/${file}`, target: `/etc/${file}`, readOnly: true }));
};

const writeAccount = async (folder: string, account: Account): Promise<void> => {
  const partial = `${folder}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await mkdir(partial, { recursive: true, mode: 0o755 });
  await writeReadable(`${partial}/passwd`, passwd(account));
  await writeReadable(`${partial}/group`, group(account));
  await rename(partial, folder).catch(async (thrown) => {
    await rm(partial, { recursive: true });
    // Two first containers of a user may race: whoever comes second finds the same content there.
    await stat(folder).catch(() => Promise.reject(thrown));
  });
};

/** The container's user reads it, whatever the agent's umask. */
const writeReadable = async (path: string, text: string): Promise<void> => {
  await writeFile(path, text);
  await chmod(path, 0o644);
};

const passwd = ({ name, uid, gid }: Account): string =>
  [
    'root:x:0:0:root:/root:/usr/sbin/nologin',
    `${name}:x:${uid}:${gid}:${name}:/tmp:/bin/bash`,
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    '',
  ].join('\n');

const group = ({ name, gid }: Account): string => ['root:x:0:', `${name}:x:${gid}:`, 'nogroup:x:65534:', ''].join('\n');
