import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type Docker from 'dockerode';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { down } from '../../src/cluster/down.ts';
import { readSpec } from '../../src/cluster/read-spec.ts';
import { up } from '../../src/cluster/up.ts';
import { importWorkloadImage } from '../../src/distribution/import-image.ts';
import { type Distribution, installDistribution } from '../../src/distribution/install.ts';
import { silentProgress } from '../../src/progress.ts';
import { MachineDocker } from './machine-docker.ts';
import { OutsideHost } from './outside-host.ts';

const name = 'ownparts';
const image = 'example.test/spark:own';
const machine = new MachineDocker();
const outside = new OutsideHost();
let folder: string;

/** The pinned Hadoop in the layout of an Apache tarball, with an administrator's own bin/. */
const apacheLayout = async (hadoopHome: string): Promise<string> => {
  const home = `${folder}/hadoop`;
  const parts = [
    ['share/hadoop/hdfs/webapps', 'webroot/webapps'],
    ['share/hadoop/common/lib', 'lib'],
    ['bin', 'bin'],
    ['libexec', 'libexec'],
  ] as const;
  for (const part of ['common', 'hdfs', 'yarn']) await mkdir(`${home}/share/hadoop/${part}`, { recursive: true });
  for (const [path, target] of parts) await symlink(`${hadoopHome}/${target}`, `${home}/${path}`);
  return home;
};

const specText = async ({ hadoopHome, sparkHome, javaHome }: Distribution): Promise<string> =>
  stringify({
    name,
    docker: 'host',
    distribution: { hadoopHome: await apacheLayout(hadoopHome), sparkHome, javaHome, image },
    tenants: { guests: { users: ['alice'], runtime: 'runc' } },
    network: { subnet: '172.31.80.0/20', egress: true },
    ports: { offset: 7500 },
  });

const remove = () => down(name, silentProgress(), { keepData: false });

beforeAll(async () => {
  await remove();
  folder = await mkdtemp(`${tmpdir()}/firebreak-own-`);
  await execa('chmod', ['755', folder]);
  await Promise.all([machine.start(), outside.start()]);
});
afterAll(async () => {
  await remove();
  await machine.stop();
  await outside.stop();
  await rm(folder, { recursive: true });
});

describe('a cluster on the Docker, Hadoop, Spark, Java and image that a machine already has', () => {
  let bystander: Docker.Container;
  let before: string[];

  const networks = async () => (await machine.docker.listNetworks()).map(({ Name }) => Name).sort();

  beforeAll(async () => {
    const pinned = await installDistribution({}, silentProgress());
    await importWorkloadImage(machine.docker, { ...pinned.image, tag: image }, silentProgress());
    bystander = await machine.docker.createContainer({ name: 'bystander', Image: image, Cmd: ['sleep', '600'] });
    await bystander.start();
    before = await networks();
    const spec = readSpec(await specText(pinned), 'own.yaml');
    await up(spec, await installDistribution(spec.distribution, silentProgress()), silentProgress());
  });
  afterAll(() => bystander.remove({ force: true }));

  it('runs a job whose containers reach outside, as network.egress allows', async () => {
    // Alice may not be let into this checkout.
    const job = `${folder}/reach.py`;
    await copyFile(new URL('jobs/reach.py', import.meta.url), job);
    const submit = ['submit', '--cluster', name, '--', job, outside.address, String(outside.port)];
    const { exitCode, all } = await execa('./firebreak', submit, { all: true, reject: false });
    expect(exitCode, all).toBe(0);
  });

  it('shows none of the machine’s own containers as its own', async () => {
    // The containers of the job above are YARN's to end; that may take a moment longer than the job.
    const shown = async () => JSON.parse((await execa('./firebreak', ['status', '--cluster', name, '--json'])).stdout);
    await vi.waitFor(async () => expect(await shown()).toMatchObject({ healthy: true, containers: [] }), {
      timeout: 30_000,
      interval: 500,
    });
  });

  it('goes down without touching what is not its own', async () => {
    await remove();
    expect(await networks()).toEqual(before);
    expect((await bystander.inspect()).State.Running).toBe(true);
    expect(await machine.docker.listContainers({ all: true })).toHaveLength(1);
  });
});
