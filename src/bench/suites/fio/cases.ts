import type { Preset } from '../../preset.ts';

export type Pattern = 'randread' | 'randwrite' | 'randrw' | 'read' | 'write';

export interface FioCase {
  readonly pattern: Pattern;
  readonly jobs: number;
  readonly depth: number;
}

/** A folder, or a file of the image, that a Spark container really uses. */
export interface DataPath {
  readonly name: 'image root' | 'local folder' | 'log folder' | 'tmpfs';
  /** Bypasses the page cache; else the file is read once before, so that the cache is warm. */
  readonly direct: boolean;
  readonly cases: readonly FioCase[];
}

const random = (pattern: Pattern, jobs: number, depth: number): FioCase => ({ pattern, jobs, depth });
const sequential = (pattern: 'read' | 'write'): FioCase => ({ pattern, jobs: 1, depth: 1 });

const everyRandom: readonly FioCase[] = (['randread', 'randwrite', 'randrw'] as const).flatMap((pattern) =>
  [1, 4].flatMap((jobs) => [1, 32].map((depth) => random(pattern, jobs, depth))),
);
/** One of each kind of call. */
const fewest: readonly FioCase[] = [random('randread', 1, 1), sequential('write')];
const few: readonly FioCase[] = [
  random('randread', 1, 1),
  random('randwrite', 1, 1),
  sequential('read'),
  sequential('write'),
];

/**
 * The local folder gets every combination: shuffle and spill go there. Log folder and tmpfs differ from it in where
 * they are, not in how they are used, and get a few. Of the read-only root nothing but reads can be measured.
 *
 * All go through the page cache, warm: Debian 12's gVisor takes O_DIRECT and caches all the same, so that past the cache
 * a disk would be compared with memory.
 */
export const dataPaths = (preset: Preset): readonly DataPath[] =>
  everyPath.map((path) => ({ ...path, cases: casesOf(path, preset) }));

const casesOf = ({ name, cases }: DataPath, preset: Preset): readonly FioCase[] => {
  if (preset === 'smoke') return name === 'image root' ? cases.slice(0, 1) : fewest;
  return preset === 'quick' && name === 'local folder' ? few : cases;
};

const everyPath: readonly DataPath[] = [
  { name: 'local folder', direct: false, cases: [...everyRandom, sequential('read'), sequential('write')] },
  { name: 'log folder', direct: false, cases: few },
  { name: 'tmpfs', direct: false, cases: [...few, random('randread', 4, 1)] },
  {
    name: 'image root',
    direct: false,
    cases: [random('randread', 1, 1), random('randread', 4, 1), sequential('read')],
  },
];
