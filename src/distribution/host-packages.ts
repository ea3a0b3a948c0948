import { hostGo } from './go-toolchain.ts';
import { isGvisorBuilt } from './gvisor.ts';
import { type HostRelease, hostRelease, javaOf } from './host-release.ts';
import { availablePackages, installedPackages, javaPackage } from './package-queries.ts';

export { hostRelease } from './host-release.ts';
export { installPackages } from './install-packages.ts';

/** A need of ours: the package to install, and others that meet it as well. */
type Need = readonly [name: string, ...alternatives: string[]];

/** Docker's own packages conflict with Debian's: where they are installed, they serve. */
const engine: Need = ['docker.io', 'docker-ce'];

/** What every host of a cluster needs. */
const hostTools: readonly Need[] = [
  ['runit'],
  ['nftables'],
  ['iptables'],
  ['iproute2'],
  ['containernetworking-plugins'],
  ['gcc'],
  ['libc6-dev'],
  // Disks of Kata's machines.
  ['e2fsprogs'],
];

/** What fetches and builds the software; hosts that get it from elsewhere do without. */
const buildTools: readonly Need[] = [
  ['mmdebstrap'],
  ['maven'],
  ['unzip'],
  ['python3'],
  ['python3-pip'],
  ['python3-setuptools'],
  ['python3-wheel'],
  ['ca-certificates'],
];

/** This machine may be a host, bring the software for hosts, or, as is usual, both. */
export type Part = 'host' | 'controller' | 'both';

/** A gVisor for where the pinned one cannot be built; a suite may lack it, and the user may have one of their own. */
const gvisor: Need = ['runsc'];

/** Fetches the Go that gVisor is built with; any other on the PATH does, too. */
const go: Need = ['golang-go'];

const optionalNeeds = async (): Promise<readonly Need[]> => {
  const buildable = (await hostGo()) !== undefined || (await isGvisorBuilt());
  return buildable ? [gvisor] : [gvisor, go];
};

const needsOf = (release: HostRelease, part: Part): readonly Need[] => {
  const newest = javaOf(release);
  const java: Need = [javaPackage(newest), javaPackage(newest === 17 ? 21 : 17)];
  return [java, ...(part === 'controller' ? [] : [engine, ...hostTools]), ...(part === 'host' ? [] : buildTools)];
};

/**
 * Packages of this host that Firebreak needs and that are not installed, sorted.
 * @throws FirebreakError `FB-HOST-RELEASE` (exit 4) on a system that is not supported.
 */
export const missingPackages = async (part: Part = 'both'): Promise<string[]> => {
  const needs = needsOf(await hostRelease(), part);
  const optional = part === 'host' ? [] : await optionalNeeds();
  const [installed, available] = await Promise.all([
    installedPackages([...needs, ...optional].flat()),
    // Slow, and only of use where something may be unavailable.
    optional.length === 0 ? new Set<string>() : availablePackages([engine[0], ...optional.map(([name]) => name)]),
  ]);
  const unmet = (need: Need): boolean => !need.some((name) => installed.has(name));
  // Without any list of packages nothing is known to be unavailable.
  const listed = available.has(engine[0]);
  const worthTrying = optional.filter(([name]) => !listed || available.has(name));
  return [...needs, ...worthTrying]
    .filter(unmet)
    .map(([name]) => name)
    .sort();
};
