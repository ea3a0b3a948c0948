import { readFile } from 'node:fs/promises';
import type { Layout } from '../layout.ts';
import type { ServiceName } from '../services/service.ts';
import { serviceFolder } from './service-folder.ts';
import { supervisedBy } from './supervisor.ts';

export interface ServiceState {
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** TAI64's label of the Unix epoch, with the ten seconds that TAI was ahead. */
const taiEpoch = 4611686018427387914n;

/**
 * The service's process by runsv's own record (`supervise/status`: TAI64N time, then the pid, little-endian).
 * Undefined when it does not run, also where its supervisor was killed and the record is stale.
 */
export const serviceState = async (layout: Layout, name: ServiceName): Promise<ServiceState | undefined> => {
  try {
    const record = await readFile(`${serviceFolder(layout, name)}/supervise/status`);
    const pid = record.readUInt32LE(12);
    if (pid === 0) return undefined;
    if (!(await isSupervised(layout, pid))) return undefined;
    return { pid, since: Number(record.readBigUInt64BE(0) - taiEpoch) * 1000 };
  } catch {
    return undefined;
  }
};

/** A record outlives a reboot, and its pid may then be anybody's. Only root reads an environment; others believe it. */
const isSupervised = async (layout: Layout, pid: number): Promise<boolean> => {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    return environment.split('\0').includes(`${supervisedBy}=${layout.run}`);
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES';
  }
};
