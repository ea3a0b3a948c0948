import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { execa, type ResultPromise } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installDir } from '../../src/distribution/folders.ts';
import { importWorkloadImage, type WorkloadImage } from '../../src/distribution/import-image.ts';
import { buildWorkloadImage } from '../../src/distribution/workload-image.ts';
import { silentProgress } from '../../src/progress.ts';

describe('the workload image', () => {
  let image: WorkloadImage;
  let entries: string[];
  let names: string[];

  beforeAll(async () => {
    image = await buildWorkloadImage(silentProgress());
    const { stdout } = await execa('tar', ['--list', '--verbose', `--file=${image.archive?.path}`]);
    entries = stdout.split('\n');
    names = entries.map((entry) => entry.match(/ (\.\/.*?)( -> .*)?$/)?.[1] ?? '');
  });

  const has = (name: RegExp): boolean => names.some((candidate) => name.test(candidate));

  test('has Java with its class data archive, Python and the programs of the benchmarks', () => {
    expect(has(/^\.\/usr\/lib\/jvm\/java-(17|21)-openjdk-\w+\/bin\/java$/)).toBe(true);
    expect(has(/\/lib\/server\/classes\.jsa$/)).toBe(true);
    for (const program of ['bash', 'fio', 'iperf3', 'python3', 'sockperf', 'stress-ng', 'ps']) {
      expect(has(new RegExp(`/bin/${program}$`)), program).toBe(true);
    }
  });

  test('says nothing about the host’s mirrors and proxies', () => {
    expect(has(/etc\/apt\/sources\.list(\.d\/.+)?$/)).toBe(false);
    expect(has(/99mmdebstrap/)).toBe(false);
  });

  test('has no musl, which makes snappy-java fail', () => {
    expect(has(/ld-musl/)).toBe(false);
  });

  test('is built once', async () => {
    const start = performance.now();
    expect(await buildWorkloadImage(silentProgress())).toEqual(image);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('is open to every user of a container', () => {
    const modes = ['./', './opt/spark/', './tmp/'].map((name) => entries[names.indexOf(name)]?.slice(0, 10));
    expect(modes).toEqual(['drwxr-xr-x', 'drwxr-xr-x', 'drwxrwxrwt']);
  });
});

test('Ctrl-C while packages are installed stops the build at once and leaves nothing', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'firebreak-interrupted-'));
  const interruption = new AbortController();
  let interruptedAt = 0;
  const interrupt = (stage: string): void => {
    if (!stage.startsWith('extracting')) return;
    interruptedAt = performance.now();
    interruption.abort(new Error('Ctrl-C'));
  };
  try {
    const building = buildWorkloadImage({ ...silentProgress(interruption.signal), note: interrupt }, cache);
    await expect(building).rejects.toThrow('Ctrl-C');
    expect(performance.now() - interruptedAt).toBeLessThan(10_000);
    expect(await readdir(cache)).toEqual([]);
    expect((await readdir(installDir)).filter((name) => name.startsWith(`.part-${process.pid}-`))).toEqual([]);
    expect(await readFile('/proc/mounts', 'utf8')).not.toContain(`${installDir}/.part-${process.pid}-`);
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
});

describe('a Docker engine', () => {
  let folder: string;
  let dockerd: ResultPromise;
  let docker: Docker;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firebreak-image-'));
    const socketPath = join(folder, 'docker.sock');
    dockerd = execa('dockerd', [
      ...[`--host=unix://${socketPath}`, `--data-root=${folder}/data`, `--exec-root=${folder}/exec`],
      ...[`--pidfile=${folder}/pid`, '--bridge=none', '--iptables=false', '--ip-masq=false'],
    ]);
    dockerd.catch(() => undefined);
    docker = new Docker({ socketPath });
    await answering(docker);
  });

  afterAll(async () => {
    dockerd.kill('SIGTERM');
    await dockerd.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });

  const smallImage = async (text: string): Promise<WorkloadImage> => {
    const root = join(folder, 'root');
    const path = join(folder, 'root.tar');
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'file'), text);
    await execa('tar', ['--create', `--file=${path}`, `--directory=${root}`, '.']);
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return { tag: 'firebreak/workload:test', archive: { path, sha256 } };
  };

  const idOf = async (tag: string): Promise<string> => (await docker.getImage(tag).inspect()).Id;

  test('takes an image once', async () => {
    const image = await smallImage('first');
    await importWorkloadImage(docker, image, silentProgress());
    const first = await idOf(image.tag);
    await importWorkloadImage(docker, image, silentProgress());
    expect(await idOf(image.tag)).toBe(first);
  });

  test('is given the image again when its own is another one under the same tag', async () => {
    const [notes, image] = [[] as string[], await smallImage('second')];
    const before = await idOf(image.tag);
    await importWorkloadImage(docker, image, { ...silentProgress(), note: (text) => void notes.push(text) });
    expect(await idOf(image.tag)).not.toBe(before);
    expect(notes).toEqual(['firebreak/workload:test in the engine is not what was built here: importing it again']);
  });

  test('reports an archive that it cannot take', async () => {
    const path = join(folder, 'broken.tar');
    await writeFile(path, 'not a tar archive'.repeat(100));
    expect((await stat(path)).size).toBeGreaterThan(512);
    const image = { tag: 'firebreak/workload:broken', archive: { path, sha256: '0' } };
    await expect(importWorkloadImage(docker, image, silentProgress())).rejects.toMatchObject({
      code: 'FB-IMAGE-IMPORT',
    });
  });

  test('takes an image of the user’s that it has, and reports one that nobody has', async () => {
    await importWorkloadImage(docker, { tag: 'firebreak/workload:test' }, silentProgress());
    const missing = importWorkloadImage(docker, { tag: '127.0.0.1:9/nobody/has:this' }, silentProgress());
    await expect(missing).rejects.toMatchObject({ code: 'FB-IMAGE-MISSING' });
  });
});

const answering = async (docker: Docker): Promise<void> => {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await docker.ping();
      return;
    } catch (thrown) {
      if (Date.now() > deadline) throw thrown;
      await delay(100);
    }
  }
};
