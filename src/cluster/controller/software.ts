import { basename, dirname } from 'node:path';
import { readStamp } from '../../distribution/file-records.ts';
import { installDir } from '../../distribution/folders.ts';
import type { Distribution } from '../../distribution/install.ts';
import { hostJava } from '../../distribution/java.ts';
import type { SentSoftware } from '../on-host/sent-software.ts';
import type { SentFolder } from './member.ts';

/** What hosts get of the software that this machine has, and where it is there. */
export interface Software {
  readonly folders: readonly SentFolder[];
  readonly onHosts: SentSoftware;
  /** The same for this machine, which is sent nothing. */
  readonly here: SentSoftware;
}

/** What the spec brings itself is expected on the hosts; an image that it names is pulled there. */
export const softwareFor = async (distribution: Distribution): Promise<Software> => {
  const { hadoopHome, sparkHome, gvisor, image } = distribution;
  const homes = [
    ['Hadoop', hadoopHome],
    ['Spark', sparkHome],
    ...(gvisor === undefined ? [] : [['gVisor', dirname(gvisor.runsc)] as const]),
  ] as const;
  const ours = homes.filter(([, home]) => home.startsWith(`${installDir}/`));
  const imageFolder = image.archive === undefined ? undefined : dirname(image.archive.path);
  const imageHome = imageFolder === undefined ? undefined : `${installDir}/${basename(imageFolder)}`;
  const java = image.archive === undefined ? {} : { imageJavaHome: (await hostJava()).home };
  const withArchive = (path: string | undefined): SentSoftware => ({
    hadoopHome,
    sparkHome,
    image: {
      tag: image.tag,
      ...(image.archive === undefined || path === undefined ? {} : { archive: { ...image.archive, path } }),
    },
    ...java,
  });
  return {
    folders: [
      ...(await Promise.all(ours.map(([name, home]) => stamped(name, home, home)))),
      ...(imageFolder === undefined || imageHome === undefined
        ? []
        : [await stamped('the workload image', imageFolder, imageHome)]),
    ],
    onHosts: withArchive(imageHome && `${imageHome}/${basename(image.archive?.path ?? '')}`),
    here: withArchive(image.archive?.path),
  };
};

/** A folder that was installed here: its stamp says what is in it, and goes along. */
const stamped = async (name: string, from: string, to: string): Promise<SentFolder> => {
  const stamp = await readStamp(from);
  if (stamp === undefined) throw new Error(`${from} has no record of its files`);
  return { name, from, to, digest: stamp.digest };
};
