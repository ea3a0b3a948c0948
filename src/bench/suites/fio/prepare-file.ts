import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { label } from '../../../engines/labels.ts';
import type { Place } from '../../containers/place.ts';
import type { Stage } from '../../containers/stage.ts';
import type { Site } from '../../suite.ts';
import type { FioFile } from './arguments.ts';
import type { DataPath } from './cases.ts';

/** A file to measure on, and the page cache's state before each case. */
export interface Prepared extends FioFile, AsyncDisposable {
  /** Brings the page cache into the state that the case wants, whatever the one before left in it. */
  settle(): Promise<void>;
}

interface Request {
  readonly dataPath: DataPath;
  readonly where: string;
  readonly place: Place;
  readonly mebibytes: number;
  readonly signal: AbortSignal;
}

/** Lays the file out in the data path as the container sees it; it is gone when disposed of. */
export const prepareFile = async (site: Site, stage: Stage, request: Request): Promise<Prepared> => {
  const { dataPath, place, mebibytes, signal } = request;
  const run = async (argv: readonly string[], given = signal): Promise<string> =>
    (await place.run(argv, { seconds: 120, signal: given })).stdout;
  const warm = async (path: string): Promise<void> => void (await run(['sh', '-c', 'cat "$1" >/dev/null', 'sh', path]));
  if (dataPath.name === 'image root') {
    const [size = '0', path = ''] = (await run(['python3', '-c', largestFile])).trim().split(' ');
    const settle = () => warm(path);
    return { path, size: Math.floor(Number(size) / 2 ** 20), settle, [Symbol.asyncDispose]: async () => {} };
  }
  const path = `${folderOf(site, stage, request)}/firebreak-fio-${request.where}.dat`;
  await run(['dd', 'if=/dev/urandom', `of=${path}`, 'bs=1M', `count=${mebibytes}`, 'conv=fsync']);
  return {
    path,
    size: mebibytes,
    settle: () => (dataPath.direct ? evict(path) : warm(path)),
    [Symbol.asyncDispose]: async () => void (await run(['rm', '-f', path], AbortSignal.timeout(30_000))),
  };
};

/** The largest file of every Java image: the JRE's own classes. */
const largestFile =
  'import glob, os; print(*max((os.path.getsize(f), f) for f in glob.glob("/usr/lib/jvm/*/lib/modules")))';

/** Local and log folders have the same path on the host and in the container. */
const folderOf = ({ cluster, user }: Site, stage: Stage, { dataPath, where }: Request): string => {
  if (dataPath.name === 'tmpfs') return '/tmp';
  const { name, labels } = stage.container(where === 'host' ? 'runc' : where);
  const application = labels[label.application] ?? '';
  return dataPath.name === 'log folder'
    ? `${cluster.layout.yarnLogs}/${application}/${name}`
    : `${cluster.layout.yarnLocal}/usercache/${user}/appcache/${application}/${name}`;
};

const evict = async (path: string): Promise<void> => {
  await execa('python3', [fileURLToPath(new URL('evict.py', import.meta.url)), path], { stdin: 'ignore' });
};
