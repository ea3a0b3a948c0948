import { chmod, copyFile, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { canAccess } from '../../can-access.ts';
import { baseSpecification } from '../../engines/cri/node/base-specification.ts';
import { cniConfiguration } from '../../engines/cri/node/cni-configuration.ts';
import { FirebreakError } from '../../errors.ts';
import { shimConfiguration } from '../../runtimes/gvisor/shim-configuration.ts';
import { kataDropIn } from '../../runtimes/kata/drop-in.ts';
import { criRuntimes } from '../engine-of.ts';
import type { Plan } from '../plan.ts';
import { scratchOf } from '../services/agent-configuration.ts';
import { criHandlers, gvisorConfiguration, kataConfiguration, kataDropInFile } from '../services/cri-handlers.ts';
import { runscFlags } from '../services/dockerd.ts';
import { writeWhole } from './write-whole.ts';

const ours = new URL('../../engines/cri/node/', import.meta.url).pathname;
const plugins = ['bridge', 'loopback'];
const pluginFolders = ['/usr/lib/cni', '/opt/cni/bin'];

/** Everything that containerd's CRI reads when it starts, beside its own configuration file. */
export const prepareCri = async (plan: Plan): Promise<void> => {
  const { layout } = plan;
  const handlers = criHandlers(plan);
  if (handlers.length === 0) return;
  await mkdir(layout.criPrograms, { recursive: true });
  for (const name of plugins) await link(`${await pluginFolder(name)}/${name}`, `${layout.criPrograms}/${name}`);
  await copyFile(`${ours}firebreak-ipam`, `${layout.criPrograms}/firebreak-ipam`);
  await chmod(`${layout.criPrograms}/firebreak-ipam`, 0o755);
  await mkdir(layout.criOutput, { recursive: true, mode: 0o700 });
  for (const { tenant, network, bridge } of layout.networks) {
    await mkdir(`${layout.criConf}/${tenant}`, { recursive: true });
    const file = `${layout.criConf}/${tenant}/10-${network}.conflist`;
    await writeWhole(file, cniConfiguration(network, bridge, plan.mtu), 0o644);
  }
  await prepareKata(plan);
  await prepareGvisor(plan);
  const defaults: unknown = JSON.parse((await execa('ctr', ['oci', 'spec'])).stdout);
  for (const handler of handlers) {
    const text = baseSpecification(defaults, handler.pidsLimit, scratchOf());
    await writeWhole(handler.baseSpecification, text, 0o644);
  }
};

/** Kata reads drop-ins beside its configuration only: ours gets a folder of its own, with the shipped file copied. */
const prepareKata = async ({ host, layout, spec }: Plan): Promise<void> => {
  if (host.kata === undefined || !('kata' in host.kata)) return;
  await mkdir(dirname(`${layout.conf}/${kataDropInFile}`), { recursive: true });
  const shipped = await readFile(host.kata.kata.configuration, 'utf8');
  await writeWhole(`${layout.conf}/${kataConfiguration}`, shipped, 0o644);
  await writeWhole(`${layout.conf}/${kataDropInFile}`, kataDropIn(spec.runtimes.kata, host.kata.kata.flavour), 0o644);
};

const prepareGvisor = async (plan: Plan): Promise<void> => {
  const { host, layout, spec, runtimes } = plan;
  if (host.runsc === undefined || !criRuntimes(spec, runtimes).includes('gvisor')) return;
  await mkdir(dirname(`${layout.conf}/${gvisorConfiguration}`), { recursive: true });
  const text = shimConfiguration(host.runsc, `${layout.run}/runsc`, runscFlags(plan));
  await writeWhole(`${layout.conf}/${gvisorConfiguration}`, text, 0o644);
};

const link = async (from: string, to: string): Promise<void> => {
  await rm(to, { force: true });
  await symlink(from, to);
};

/** Folder of the machine that has the CNI plugin `name`. @throws FirebreakError `FB-HOST-PROGRAM` */
export const pluginFolder = async (name = 'bridge'): Promise<string> => {
  for (const folder of pluginFolders) {
    const there = await canAccess(`${folder}/${name}`);
    if (there) return folder;
  }
  throw new FirebreakError({
    code: 'FB-HOST-PROGRAM',
    message: `The machine lacks the CNI plugin ${name}.`,
    because: 'A runtime class that containerd’s CRI serves gets its network from it.',
    next: 'Run `firebreak doctor`: it names the package of each.',
    exit: 4,
  });
};
