import { execa } from 'execa';
import { canAccess } from '../../can-access.ts';
import { findGvisor } from '../../distribution/gvisor.ts';
import { hostRelease, missingPackages } from '../../distribution/host-packages.ts';
import { hostJava } from '../../distribution/java.ts';
import { gvisorVersion } from '../../distribution/manifest.ts';
import { programVersion } from '../../distribution/program-version.ts';
import { containerdVersion } from '../../engines/cri/node/containerd-version.ts';
import { FirebreakError } from '../../errors.ts';
import { findGvisorShim, type GvisorShimFound } from '../../runtimes/gvisor/shim.ts';
import type { Finding } from './finding.ts';

export const javaFinding = (versionText: string | undefined): Finding => {
  const major = versionText?.match(/version "(\d+)/)?.[1];
  const good = major !== undefined && ['17', '21'].includes(major);
  return {
    name: 'Java',
    state: good ? 'ok' : 'limited',
    found: major === undefined ? 'not there' : `Java ${major}`,
    why: 'Hadoop and Spark run on Java 17 or 21',
    ...(good ? {} : { remedy: 'nothing to do: `up` installs one; or set distribution.javaHome' }),
  };
};

/** `pinned` is the version that `up` builds; `found` the runsc there is, and what it says of itself. */
export const runscFinding = (
  pinned: string,
  found: { path: string; version: string | undefined } | undefined,
): Finding => {
  const current = found?.version === pinned;
  return {
    name: 'gVisor (runsc)',
    state: current ? 'ok' : 'limited',
    found: current ? pinned : found === undefined ? 'not there' : `${found.version ?? 'does not run'} (${found.path})`,
    why: 'the runtime class gvisor',
    ...(current
      ? {}
      : { remedy: `nothing to do: \`up\` builds ${pinned} where a tenant needs it; or set runtimes.gvisor.binary` }),
  };
};

export const gvisorShimFinding = (found: GvisorShimFound): Finding => {
  const usable = 'programs' in found;
  return {
    name: 'gVisor by containerd’s CRI',
    state: usable ? 'ok' : 'limited',
    found: usable ? 'its shim starts' : found.missing,
    why: '`runtimes.gvisor.engine: cri`; with `docker`, the default, nothing needs it',
    ...(usable ? {} : { remedy: found.next }),
  };
};

export const dockerFinding = (running: boolean): Finding => ({
  name: 'Docker of this machine',
  state: 'ok',
  found: running ? 'running' : 'not running',
  why: 'a cluster starts an engine of its own and leaves this one alone, unless its spec says `docker: host`',
});

export const packagesFinding = (missing: readonly string[]): Finding => ({
  name: 'packages',
  state: missing.length === 0 ? 'ok' : 'limited',
  found: missing.length === 0 ? 'all there' : `missing: ${missing.join(', ')}`,
  why: 'engine, runtimes, Java and tools come from the system’s packages',
  ...(missing.length === 0 ? {} : { remedy: 'nothing to do: `up` and `quickstart` ask, then install them' }),
});

export const releaseFinding = (release: string | FirebreakError): Finding => ({
  name: 'system',
  state: typeof release === 'string' ? 'ok' : 'missing',
  found: typeof release === 'string' ? release : release.message,
  why: 'packages are installed by their names in this system',
  ...(typeof release === 'string' ? {} : { remedy: release.next ?? 'use a system that is supported' }),
});

export const software = async (): Promise<Finding[]> => {
  const release = await supportedRelease();
  const docker = canAccess('/var/run/docker.sock');
  return [
    releaseFinding(release),
    ...(typeof release === 'string' ? [packagesFinding(await missingPackages())] : []),
    javaFinding(await javaOfPackages()),
    ...(await gvisorFindings()),
    dockerFinding(await docker),
  ];
};

const supportedRelease = async (): Promise<string | FirebreakError> => {
  try {
    return await hostRelease();
  } catch (error) {
    if (error instanceof FirebreakError) return error;
    throw error;
  }
};

const gvisorFindings = async (): Promise<Finding[]> => {
  const { runsc } = (await findGvisor()) ?? {};
  if (runsc === undefined) return [runscFinding(gvisorVersion, undefined)];
  const found = runscFinding(gvisorVersion, { path: runsc, version: await programVersion(runsc) });
  // Only root may start a shim.
  return process.getuid?.() === 0
    ? [found, gvisorShimFinding(await findGvisorShim(runsc, await containerdVersion()))]
    : [found];
};

/** Any other Java on the PATH is not the one a cluster runs on. */
const javaOfPackages = async (): Promise<string | undefined> => {
  const java = await hostJava().catch(() => undefined);
  return java && outputOf(`${java.home}/bin/java`, ['-version']);
};

const outputOf = async (program: string, given: readonly string[]): Promise<string | undefined> => {
  const { all, failed } = await execa(program, given, { all: true, reject: false });
  return failed ? undefined : all;
};
