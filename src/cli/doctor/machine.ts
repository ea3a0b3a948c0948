import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { size } from '../progress/amounts.ts';
import type { Finding } from './finding.ts';

const gigabyte = 1e9;

export const userFinding = (uid: number): Finding => ({
  name: 'user',
  state: uid === 0 ? 'ok' : 'missing',
  found: uid === 0 ? 'root' : `uid ${uid}`,
  why: 'networks, mounts and daemons of other users need root',
  ...(uid === 0 ? {} : { remedy: 'sudo ./firebreak …' }),
});

export const processorFinding = (cpus: number): Finding => ({
  name: 'processors',
  state: cpus >= 2 ? 'ok' : 'limited',
  found: String(cpus),
  why: 'the daemons of one node and an application run side by side',
  ...(cpus >= 2 ? {} : { remedy: 'give the machine 2 or more processors' }),
});

export const memoryFinding = (bytes: number): Finding => {
  const state = bytes < 6 * gigabyte ? 'missing' : bytes < 8 * gigabyte ? 'limited' : 'ok';
  return {
    name: 'memory',
    state,
    found: size(bytes),
    why: 'the daemons take about 2 GB, an ApplicationMaster and its executors 2 to 4 GB',
    ...(state === 'ok' ? {} : { remedy: 'give the machine 8 GB or more' }),
  };
};

export const diskFinding = (folder: string, bytes: number): Finding => {
  const state = bytes < 5 * gigabyte ? 'missing' : bytes < 10 * gigabyte ? 'limited' : 'ok';
  return {
    name: `disk ${folder}`,
    state,
    found: `${size(bytes)} free`,
    why: 'software, images and HDFS',
    ...(state === 'ok' ? {} : { remedy: `free some of ${folder}, or set dataDir in cluster.yaml to a larger disk` }),
  };
};

export const machine = async (): Promise<Finding[]> => [
  userFinding(process.getuid?.() ?? -1),
  processorFinding(availableParallelism()),
  memoryFinding(totalmem()),
  diskFinding('/var/lib', await freeBytes('/var/lib')),
];

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
