import type { AgentConfiguration } from '../configuration.ts';
import type { Launch } from '../operation/operation.ts';
import type { Account } from '../policy/decide.ts';
import { refusal } from '../policy/refusal.ts';
import { Folder, type Owner } from './folder.ts';
import { locate, splitLast } from './locate.ts';
import { prepareApplication } from './prepare-application.ts';

/**
 * Everything a container finds in its folders before it starts: work folder with `tmp`, log folder,
 * `launch_container.sh` (0700), `container_tokens` (0600) and, for HTTPS applications, its stores.
 */
export const prepareContainer = async (
  configuration: AgentConfiguration,
  launch: Launch,
  account: Account,
  rewriteScript: (script: string) => string,
): Promise<void> => {
  const owner: Owner = { uid: account.uid, gid: configuration.nodeManager.gid };
  refuseForeignWorkFolder(configuration, launch);
  const [script, tokens] = await Promise.all([
    readPrivate(configuration, launch.script),
    readPrivate(configuration, launch.tokens),
    prepareApplication(configuration, launch, account),
  ]);
  for (const root of configuration.localDirs) {
    await using application = await Folder.open(root, ['usercache', launch.user, 'appcache', launch.application]);
    await using work = await application.make(launch.container, 0o2750, owner);
    if (launch.workDir !== work.path) continue;
    await using _tmp = await work.make('tmp', 0o750, owner);
    await work.write('launch_container.sh', rewriteScript(script.toString('utf8')), 0o700, owner);
    await work.write('container_tokens', tokens, 0o600, owner);
    if (launch.stores !== undefined) await copyStores(configuration, launch.stores, work, owner);
  }
  for (const root of configuration.logDirs) {
    await using application = await Folder.open(root, [launch.application]);
    await using _logs = await application.make(launch.container, 0o2750, owner);
  }
};

/** The script is put into, and started from, a work folder that is YARN's own for this container, or not at all. */
const refuseForeignWorkFolder = ({ localDirs }: AgentConfiguration, launch: Launch): void => {
  const below = `usercache/${launch.user}/appcache/${launch.application}/${launch.container}`;
  if (localDirs.some((root) => launch.workDir === `${root}/${below}`)) return;
  throw refusal(`the work folder ${launch.workDir}`, `it is not ${below} in ${localDirs.join(' or ')}`);
};

const copyStores = async (
  configuration: AgentConfiguration,
  stores: NonNullable<Launch['stores']>,
  work: Folder,
  owner: Owner,
): Promise<void> => {
  await work.write('yarn_provided.keystore.jks', await readPrivate(configuration, stores.keystore), 0o600, owner);
  await work.write('yarn_provided.truststore.jks', await readPrivate(configuration, stores.truststore), 0o600, owner);
};

/** Reads a file that the NodeManager keeps in its own private folder. */
export const readPrivate = async (configuration: AgentConfiguration, path: string): Promise<Buffer> => {
  const { root, parents, last } = splitLast(locate(privateFolders(configuration), path));
  await using folder = await Folder.open(root, parents);
  // Without await the folder would be closed, and its descriptor perhaps another's, before the file is opened.
  return await folder.read(last, configuration.nodeManager.uid);
};

/** Writes a file into the NodeManager's private folder, e.g. a pid file, complete or not at all. */
export const writePrivate = async (configuration: AgentConfiguration, path: string, text: string): Promise<void> => {
  const { root, parents, last } = splitLast(locate(privateFolders(configuration), path));
  await using folder = await Folder.open(root, parents);
  await folder.write(last, text, 0o644, configuration.nodeManager);
};

const privateFolders = (configuration: AgentConfiguration): string[] =>
  configuration.localDirs.map((dir) => `${dir}/nmPrivate`);
