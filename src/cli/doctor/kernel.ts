import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { execa } from 'execa';
import type { Finding } from './finding.ts';

interface Feature {
  readonly name: string;
  readonly why: string;
  /** Module that brings it where it is not built in. */
  readonly module: string;
  present(host: KernelFacts): boolean;
}

export interface KernelFacts {
  /** Lines of /proc/filesystems. */
  readonly fileSystems: string;
  /** Names in /proc/modules, modules.builtin and modules.dep of the running kernel. */
  readonly modules: string;
  /** Kinds of network links that could be tried and worked; empty where the user may not try. */
  readonly links: readonly string[];
  readonly nftables: boolean;
}

const features: readonly Feature[] = [
  {
    name: 'overlay',
    why: 'layers of images',
    module: 'overlay',
    present: ({ fileSystems, modules }) => /\boverlay$/m.test(fileSystems) || hasModule(modules, 'overlay'),
  },
  {
    name: 'bridge',
    why: 'the network of each tenant',
    module: 'bridge',
    present: ({ links, modules }) => links.includes('bridge') || hasModule(modules, 'bridge'),
  },
  {
    name: 'veth',
    why: 'a container’s own address',
    module: 'veth',
    present: ({ links, modules }) => links.includes('veth') || hasModule(modules, 'veth'),
  },
  {
    name: 'nftables',
    why: 'keeps tenants apart',
    module: 'nf_tables',
    present: ({ nftables, modules }) => nftables || hasModule(modules, 'nf_tables'),
  },
];

export const kernelFindings = (facts: KernelFacts): Finding[] =>
  features.map((feature) => {
    const present = feature.present(facts);
    return {
      name: `kernel: ${feature.name}`,
      state: present ? 'ok' : 'missing',
      found: present ? 'there' : 'not there',
      why: feature.why,
      ...(present ? {} : { remedy: `modprobe ${feature.module}, or a kernel that has it` }),
    };
  });

const hasModule = (modules: string, name: string): boolean =>
  new RegExp(`(^|/)${name}(\\.ko|\\s|$)`, 'm').test(modules);

export const controllersFinding = (procCgroups: string, unified: string | undefined): Finding => {
  const wanted = ['cpu', 'memory', 'pids'];
  const enabled =
    unified === undefined
      ? [...procCgroups.matchAll(/^(\w+)\t\d+\t\d+\t1$/gm)].map(([, name]) => name)
      : unified.trim().split(' ');
  const missing = wanted.filter((name) => !enabled.includes(name));
  const version = unified === undefined ? 'v1' : 'v2';
  return {
    name: `control groups ${version}`,
    state: missing.length === 0 ? 'ok' : 'missing',
    found: missing.length === 0 ? wanted.join(', ') : `without ${missing.join(', ')}`,
    why: 'memory, CPU and process limits of each container',
    ...(missing.length === 0 ? {} : { remedy: 'enable them, e.g. boot with cgroup_enable=memory' }),
  };
};

export const kernel = async (): Promise<Finding[]> => {
  const unified = await readFile('/sys/fs/cgroup/cgroup.controllers', 'utf8').catch(() => undefined);
  return [...kernelFindings(await kernelFacts()), controllersFinding(await readFile('/proc/cgroups', 'utf8'), unified)];
};

const kernelFacts = async (): Promise<KernelFacts> => {
  const folder = `/lib/modules/${release()}`;
  const files = ['/proc/modules', `${folder}/modules.builtin`, `${folder}/modules.dep`];
  const modules = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const tried = await Promise.all(['bridge', 'veth'].map(async (kind) => ((await linkWorks(kind)) ? [kind] : [])));
  return {
    fileSystems: await readFile('/proc/filesystems', 'utf8'),
    modules: modules.join('\n'),
    links: tried.flat(),
    nftables: await nftablesWork(),
  };
};

/** Tries it in a network namespace of its own, which goes away with the command. */
const linkWorks = (kind: string): Promise<boolean> =>
  succeeds('unshare', ['--net', 'ip', 'link', 'add', 'fb-doctor', 'type', kind]);

/** Before the package with `nft` is installed, its kernel half can still be told by a symbol of it. */
const nftablesWork = async (): Promise<boolean> =>
  (await succeeds('nft', ['list', 'tables'])) || / nft_do_chain\b/.test(await readFile('/proc/kallsyms', 'utf8'));

const succeeds = async (program: string, given: readonly string[]): Promise<boolean> =>
  !(await execa(program, given, { reject: false, stdio: 'ignore' })).failed;
