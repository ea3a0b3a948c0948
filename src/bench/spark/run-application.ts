import { randomBytes } from 'node:crypto';
import { release } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeEngine } from '../../cluster/container-status.ts';
import { activeNameNode } from '../../cluster/masters.ts';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { Seen } from '../containers/equal-resources.ts';
import { presetOf } from '../preset.ts';
import type { Site } from '../suite.ts';
import { clientOf, hdfsOf, hdfsUri } from './client.ts';
import { type Executed, parseEventLog } from './event-log.ts';
import { executorSeen } from './executor-seen.ts';
import { runtimeSettings } from './runtime-settings.ts';
import { submitAndWait } from './submit.ts';
import { type WatchedContainer, watchCpu } from './watch-cpu.ts';
import type { WebHdfs } from './webhdfs.ts';

export interface ApplicationRequest {
  /** What errors and YARN's list call it, e.g. `tpch`. */
  readonly name: string;
  /** Runtime class of every container. */
  readonly runtime: string;
  /** The PySpark program; it is told `--result`, a folder where it leaves `application.json`. */
  readonly script: URL;
  /** Files that it finds in its work folder, by name. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly files?: readonly URL[];
  readonly settings: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
  readonly timeoutSeconds: number;
  /** Whether to read all along what its containers take of the CPU. */
  readonly watchesCpu?: boolean;
}

export interface ApplicationResult {
  readonly id: string;
  /** `application.json` as the program wrote it. */
  readonly document: string;
  readonly executed: Executed;
  /** What an executor's container was given and saw. */
  readonly seen: Seen;
  /** None where nobody asked for it. */
  readonly watched: readonly WatchedContainer[];
}

/** Whoever reads the event log afterwards wants it in one piece, as text. */
const readableEvents = {
  'spark.eventLog.rolling.enabled': 'false',
  'spark.eventLog.compress': 'false',
  'spark.eventLog.includeTaskMetricsAccumulators': 'false',
} as const;

/**
 * Runs a PySpark program through YARN in a runtime class, with its containers' resources looked at while they run and
 * its event log read at the end.
 * @throws FirebreakError `FB-BENCH-APPLICATION`, `FB-BENCH-KERNEL`, `FB-BENCH-HDFS`
 */
export const runApplication = async (
  site: Site,
  request: ApplicationRequest,
  progress: Progress,
): Promise<ApplicationResult> => {
  const { layout } = site.cluster;
  const serving = { ...layout, nameNodes: [await activeNameNode(layout, progress.signal)] as const };
  const hdfs = hdfsOf(serving, progress.signal);
  const folder = `/firebreak/bench/${request.name}-${randomBytes(6).toString('hex')}`;
  const engine = nodeEngine(site.cluster);
  const { promise: submitted, resolve } = Promise.withResolvers<string>();
  const over = new AbortController();
  try {
    const attached = await layDown(site, hdfs, folder, request);
    const looking = submitted.then((application) =>
      executorSeen(engine, { cluster: layout.name, application, runtime: request.runtime }, over.signal),
    );
    const watching = submitted.then((application) =>
      request.watchesCpu === true ? watchCpu(engine, { cluster: layout.name, application }, over.signal) : [],
    );
    // Where the submission fails, that is what is told.
    for (const each of [looking, watching]) each.catch(() => undefined);
    const id = await submitAndWait(
      await clientOf({ ...site, layout }),
      {
        name: `${request.name} in ${request.runtime}`,
        arguments: argumentsOf(
          site,
          request,
          attached.map((path) => hdfsUri(layout, path)),
          hdfsUri(layout, folder),
        ),
        timeoutSeconds: request.timeoutSeconds,
        describe: async () => `${(await hdfs.list(`${folder}/result/progress`)).length} steps done`,
        onApplication: resolve,
      },
      progress,
    );
    over.abort();
    const seen = await looking;
    requireOwnKernel(request, seen);
    return {
      id,
      document: await hdfs.readText(`${folder}/result/application.json`),
      executed: parseEventLog(await hdfs.readText(await eventLogOf(hdfs, id))),
      seen,
      watched: await watching,
    };
  } finally {
    over.abort();
    // Also after a cancellation, which the first connection no longer answers.
    await hdfsOf(serving, AbortSignal.timeout(30_000))
      .remove(folder)
      .catch((thrown: unknown) => progress.note(`${folder} stays in HDFS: ${reasonOf(thrown)}`));
  }
};

const eventLogs = '/spark-logs';

/** Spark names it after the application and the attempt, of which there is one. */
const eventLogOf = async (hdfs: WebHdfs, id: string): Promise<string> => {
  const found = (await hdfs.list(eventLogs)).find(({ name }) => name === id || name.startsWith(`${id}_`));
  if (found !== undefined) return `${eventLogs}/${found.name}`;
  throw new FirebreakError({
    code: 'FB-BENCH-EVENTS',
    message: `${id} left no event log in HDFS.`,
    next: 'leave spark.eventLog.enabled and spark.eventLog.dir as they are',
  });
};

/** What every program imports. */
const resultModule = new URL('result.py', import.meta.url);

/** Everything the program needs, in HDFS; the paths of what goes into its work folder. */
const layDown = async (
  site: Site,
  hdfs: WebHdfs,
  folder: string,
  { script, files = [], texts = {} }: ApplicationRequest,
): Promise<string[]> => {
  await hdfs.makeFolder(folder, '755');
  await hdfs.makeFolder(`${folder}/result`, '700');
  await hdfs.setOwner(`${folder}/result`, site.user);
  await hdfs.upload(fileURLToPath(script), `${folder}/${nameOf(script)}`);
  await hdfs.upload(fileURLToPath(resultModule), `${folder}/${nameOf(resultModule)}`);
  const attached = [new URL('observe.py', import.meta.url), ...files];
  await Promise.all(attached.map((file) => hdfs.upload(fileURLToPath(file), `${folder}/${nameOf(file)}`)));
  await Promise.all(Object.entries(texts).map(([name, text]) => hdfs.writeText(text, `${folder}/${name}`)));
  return [...attached.map(nameOf), ...Object.keys(texts)].map((name) => `${folder}/${name}`);
};

const nameOf = (file: URL): string => basename(fileURLToPath(file));

/** Where nobody reads the figures, what compiling well costs is not worth while, nor a user interface. */
const lighter = ({ options }: Site, { settings }: ApplicationRequest): Record<string, string> =>
  presetOf(options) !== 'smoke'
    ? {}
    : {
        'spark.ui.enabled': 'false',
        ...Object.fromEntries(
          ['spark.driver.extraJavaOptions', 'spark.executor.extraJavaOptions'].map((name) => [
            name,
            `${settings[name] ?? ''} -XX:TieredStopAtLevel=1`.trim(),
          ]),
        ),
      };

const argumentsOf = (
  site: Site,
  request: ApplicationRequest,
  attached: readonly string[],
  folder: string,
): string[] => {
  const settings = {
    ...request.settings,
    ...lighter(site, request),
    ...readableEvents,
    ...runtimeSettings(request.runtime),
  };
  return [
    ...['--master', 'yarn', '--deploy-mode', 'cluster', '--name', `firebreak-${request.name}-${request.runtime}`],
    ...Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    ...['--files', attached.join(',')],
    ...['--py-files', `${folder}/${nameOf(resultModule)}`],
    `${folder}/${nameOf(request.script)}`,
    ...['--result', `${folder}/result`, ...request.arguments],
  ];
};

/** A stronger class than runc that shows the host's kernel inside is not what it says: nothing is reported of it. */
const requireOwnKernel = ({ name, runtime }: ApplicationRequest, { kernel }: Seen): void => {
  if (runtime === 'runc' || kernel !== release()) return;
  throw new FirebreakError({
    code: 'FB-BENCH-KERNEL',
    message: `A container of ${name} saw the host’s kernel, though it was asked to run in ${runtime}.`,
    next: 'firebreak logs agent',
  });
};
