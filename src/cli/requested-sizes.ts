import type { Capacity } from '../cluster/plan.ts';

/** What YARN is asked for. */
export interface RequestedSizes {
  readonly driver: Capacity;
  readonly executor: Capacity;
}

const nothing: Capacity = { memoryMiB: 0, vcores: 0 };

type Settings = ReadonlyMap<string, string>;

const deployMode = 'spark.submit.deployMode';

/** Options of spark-submit that stand for a setting, and those that take no value. */
const shorthands: Readonly<Record<string, string>> = {
  '--deploy-mode': deployMode,
  '--driver-memory': 'spark.driver.memory',
  '--driver-cores': 'spark.driver.cores',
  '--executor-memory': 'spark.executor.memory',
  '--executor-cores': 'spark.executor.cores',
};
const flags: ReadonlySet<string> = new Set([
  '--verbose',
  '-v',
  '--supervise',
  '--help',
  '-h',
  '--version',
  '--usage-error',
]);

/**
 * Sizes of the containers that a submission asks for, beside what spark-defaults.conf says; undefined where it reads its
 * settings elsewhere. Spark counts so (org.apache.spark.deploy.yarn.Client, ResourceProfile).
 */
export const requestedSizes = (words: readonly string[], defaults: string): RequestedSizes | undefined => {
  const settings = settingsOf(words, defaults);
  if (settings === undefined) return undefined;
  // A driver that runs where it is submitted takes nothing of the cluster; its ApplicationMaster is small.
  const driver = settings.get(deployMode) === 'client' ? nothing : sizeOf(settings, 'driver');
  return { driver, executor: sizeOf(settings, 'executor') };
};

/** Whether the driver surely runs in the cluster. */
export const isClusterMode = (words: readonly string[], defaults: string): boolean =>
  settingsOf(words, defaults)?.get(deployMode) === 'cluster';

const settingsOf = (words: readonly string[], defaults: string): Settings | undefined => {
  const given = settingsIn(words);
  return given === undefined ? undefined : new Map([...linesOf(defaults), ...given]);
};

const settingsIn = (words: readonly string[]): [string, string][] | undefined => {
  const options = optionsIn(words);
  if (options.some(([name]) => name === '--properties-file')) return undefined;
  return options.flatMap(([name, value]): [string, string][] => {
    if (name === '--conf' || name === '-c') return [pairOf(value)];
    const setting = shorthands[name];
    return setting === undefined ? [] : [[setting, value]];
  });
};

/** Up to the application, whose own words follow. */
const optionsIn = ([word = '', ...rest]: readonly string[]): [name: string, value: string][] => {
  if (!word.startsWith('-')) return [];
  if (flags.has(word)) return optionsIn(rest);
  if (word.startsWith('--') && word.includes('=')) return [pairOf(word), ...optionsIn(rest)];
  const [value = '', ...others] = rest;
  return [[word, value], ...optionsIn(others)];
};

const pairOf = (text: string): [string, string] => {
  const equals = text.indexOf('=');
  return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
};

const linesOf = (defaults: string): [string, string][] =>
  defaults.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*([^\s#=:]+)[\s=:]+(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });

const leastOverheadMiB = 384;

const sizeOf = (settings: Settings, part: 'driver' | 'executor'): Capacity => {
  const memory = (name: string): number | undefined => mebibytes(settings.get(`spark.${part}.${name}`));
  const heap = memory('memory') ?? 1024;
  const factor = Number(settings.get(`spark.${part}.memoryOverheadFactor`) ?? 0.1);
  const overhead =
    memory('memoryOverhead') ?? Math.max(Math.floor(factor * heap), memory('minMemoryOverhead') ?? leastOverheadMiB);
  const beside = part === 'executor' ? (memory('pyspark.memory') ?? 0) + offHeapMiB(settings) : 0;
  return { memoryMiB: heap + overhead + beside, vcores: Number(settings.get(`spark.${part}.cores`) ?? 1) };
};

const offHeapMiB = (settings: Settings): number => {
  if (settings.get('spark.memory.offHeap.enabled') !== 'true') return 0;
  const size = settings.get('spark.memory.offHeap.size') ?? '0';
  // Where no unit is said, this one is in bytes.
  return mebibytes(/\d$/.test(size) ? `${size}b` : size) ?? 0;
};

const units: Readonly<Record<string, number>> = { b: 2 ** -20, k: 2 ** -10, m: 1, g: 2 ** 10, t: 2 ** 20, p: 2 ** 30 };

/** `512m`, `2g`, `2gb`; without a unit, MiB. */
const mebibytes = (text: string | undefined): number | undefined => {
  const [, count, unit = 'm'] = /^(\d+)\s*([bkmgtp]?)b?$/i.exec(text?.trim() ?? '') ?? [];
  return count === undefined ? undefined : Math.floor(Number(count) * (units[unit.toLowerCase() || 'm'] ?? 1));
};
