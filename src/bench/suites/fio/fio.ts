import type { Reading } from '../../../evidence/sample.ts';
import type { Progress } from '../../../progress.ts';
import type { Place } from '../../containers/place.ts';
import { openStage, type Stage } from '../../containers/stage.ts';
import { byPreset, presetOf } from '../../preset.ts';
import type { Measurement, Observation, Site, Suite, Trial } from '../../suite.ts';
import { fioArguments, ioEngine } from './arguments.ts';
import { type DataPath, dataPaths, type FioCase } from './cases.ts';
import { hdfsClient, hdfsTrial } from './hdfs-trial.ts';
import { type FioDirection, parseFio } from './parse.ts';
import { type Prepared, prepareFile } from './prepare-file.ts';

/** Files and disks: each data path that a Spark container has. */
export const fio: Suite = {
  name: 'fio',
  summary: 'what reading and writing files costs, on each data path of a Spark container',
  weight: 4,
  open: async (site, progress) => {
    const stage = await openStage(site, 1, progress, [hdfsClient]);
    const size = byPreset<Size>(site.options, {
      smoke: { seconds: 0.5, mebibytes: 16 },
      quick: { seconds: 0.5, mebibytes: 256 },
      standard: { seconds: 1, mebibytes: 256 },
    });
    return {
      trials: [
        ...dataPaths(presetOf(site.options)).map((dataPath) => trialOf(site, stage, { dataPath, ...size })),
        hdfsTrial(site, stage),
      ],
      notMeasured: [
        ...stage.notMeasured,
        { what: 'writes to the image’s root', because: 'it is read-only in every container' },
        { what: 'random writes to HDFS', because: 'HDFS has none' },
        {
          what: 'disks past the page cache (O_DIRECT)',
          because: 'gVisor takes the flag and caches all the same: a disk would be compared with memory',
        },
        { what: 'tmpfs past the page cache, or with a queue', because: 'it is the page cache' },
      ],
      [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
    };
  },
};

interface Size {
  /** Of each case. */
  readonly seconds: number;
  /** Of the file. */
  readonly mebibytes: number;
}

const trialOf = (site: Site, stage: Stage, task: Omit<Task, 'where'>): Trial => ({
  name: task.dataPath.name,
  maximumRounds: 20,
  goal: { metric: 'operations', over: 'each case' },
  ceilings: stage.ceilings,
  measure: (where, progress) => measure(site, stage, { ...task, where }, progress),
});

interface Task extends Size {
  readonly dataPath: DataPath;
  readonly where: string;
}

const measure = async (site: Site, stage: Stage, task: Task, progress: Progress): Promise<Measurement> => {
  const { dataPath, where, mebibytes } = task;
  const [place] = stage.places(where);
  if (place === undefined) throw new Error(`nothing to run in ${where}`);
  await using file = await prepareFile(site, stage, { dataPath, where, place, mebibytes, signal: progress.signal });
  const observations: Observation[] = [];
  const raw: Record<string, string> = {};
  for (const each of dataPath.cases) {
    const { observation, text } = await measureCase(place, task, each, file, progress);
    observations.push(observation);
    raw[`fio-${dataPath.name.replace(' ', '-')}-${each.pattern}-${each.jobs}x${each.depth}.json`] = text;
  }
  return { observations, ...stage.facts(where), raw };
};

const measureCase = async (
  place: Place,
  { dataPath, seconds }: Task,
  each: FioCase,
  file: Prepared,
  { signal }: Progress,
): Promise<{ observation: Observation; text: string }> => {
  await file.settle();
  const argv = ['fio', ...fioArguments(dataPath, each, file, seconds)];
  const { stdout } = await place.run(argv, { seconds: seconds + 60, signal });
  const { read, write } = parseFio(stdout);
  const parameters = {
    path: dataPath.name,
    pattern: each.pattern,
    blockBytes: each.pattern === 'read' || each.pattern === 'write' ? 1 << 20 : 4096,
    jobs: each.jobs,
    queueDepth: each.depth,
    engine: ioEngine(each),
    direct: dataPath.direct,
    pageCache: dataPath.direct ? 'evicted before' : 'warm',
    fileMebibytes: file.size,
  };
  const name = `${dataPath.name} ${each.pattern} ${each.jobs}x${each.depth}`;
  return { observation: { case: { name, parameters }, readings: readingsOf(read, write) }, text: stdout };
};

const readingsOf = (read: FioDirection | undefined, write: FioDirection | undefined): Reading[] => {
  const sum = (figure: (direction: FioDirection) => number): number =>
    [read, write].reduce((total, direction) => total + (direction === undefined ? 0 : figure(direction)), 0);
  const operations = sum(({ operationsPerSecond }) => operationsPerSecond);
  const megabytes = sum(({ bytesPerSecond }) => bytesPerSecond) / 1e6;
  return [
    { metric: 'operations', unit: '1/s', better: 'higher', value: operations },
    { metric: 'throughput', unit: 'MB/s', better: 'higher', value: megabytes },
    ...latencyOf('read', read),
    ...latencyOf('write', write),
  ];
};

const latencyOf = (name: string, direction: FioDirection | undefined): Reading[] => {
  if (direction === undefined) return [];
  const at = (q: number): number | undefined => direction.latency.find((each) => Math.abs(each.q - q) < 1e-6)?.value;
  return [0.5, 0.95, 0.99].flatMap((q): Reading[] => {
    const value = at(q);
    if (value === undefined) return [];
    const metric = `${name} latency p${Math.round(q * 100)}`;
    // The curve goes with the first of them.
    return [
      { metric, unit: 'ms', better: 'lower', value, ...(q === 0.5 ? { distribution: [...direction.latency] } : {}) },
    ];
  });
};
