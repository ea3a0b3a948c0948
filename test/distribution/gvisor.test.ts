import { cp, mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { artifactFolder, fetchArtifact, inspectCache } from '../../src/distribution/artifact.ts';
import { goEnvironment } from '../../src/distribution/go-environment.ts';
import { goToolchain, hostGo } from '../../src/distribution/go-toolchain.ts';
import { type Gvisor, installGvisor, installOrFindGvisor } from '../../src/distribution/gvisor.ts';
import { goToolchainPin, gvisorArtifact } from '../../src/distribution/manifest.ts';
import { programVersion } from '../../src/distribution/program-version.ts';
import { runGo } from '../../src/distribution/run-go.ts';
import { type Progress, silentProgress } from '../../src/progress.ts';
import { commandLinesWith } from './command-lines.ts';

const artifact = gvisorArtifact();
let gvisor: Gvisor;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'firebreak-gvisor-'));
  gvisor = await installGvisor(silentProgress());
});
afterAll(() => rm(scratch, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** A Progress that keeps what it is told. */
const recording = (signal?: AbortSignal) => {
  const [moved, notes, steps] = [[] as number[], [] as string[], [] as string[]];
  const progress: Progress = {
    ...silentProgress(signal),
    step: (name, work) => {
      steps.push(name);
      return work(progress);
    },
    bytes: (done) => void moved.push(done),
    note: (text) => void notes.push(text),
  };
  return { moved, notes, steps, progress };
};

test('gVisor says the pinned version, to any user', async () => {
  const { stdout } = await execa('setpriv', ['--reuid=65534', '--clear-groups', gvisor.runsc, '--version']);
  expect(stdout).toContain(`runsc version ${artifact.version}`);
  const { exitCode } = await execa(gvisor.shim ?? '', ['-v'], { reject: false });
  expect(exitCode).toBe(0);
});

test('gVisor is built once', async () => {
  const { moved, notes, steps, progress } = recording();
  const start = performance.now();
  expect(await installGvisor(progress)).toEqual(gvisor);
  expect(performance.now() - start).toBeLessThan(2000);
  expect([moved, notes, steps]).toEqual([[], [], []]);
});

test('a damaged runsc is noticed and put in its place again', async () => {
  const { notes, progress } = recording();
  const root = join(scratch, 'root');
  const { runsc } = await installGvisor(progress, { root });
  await truncate(runsc, 1000);
  await installGvisor(progress, { root });
  expect(notes).toEqual([`${join(root, `gvisor-${artifact.version}`)} is damaged (runsc): installing it again`]);
  expect(await programVersion(runsc)).toBe(artifact.version);
});

test('a damaged build in the cache is noticed and built again', async () => {
  await installGvisor(silentProgress(), { root: join(scratch, 'whole') });
  const cache = join(scratch, 'cache');
  await cp(artifactFolder(artifact), artifactFolder(artifact, cache), { recursive: true, preserveTimestamps: true });
  await truncate(join(artifactFolder(artifact, cache), 'runsc'), 1000);
  expect(await inspectCache(artifact, silentProgress(), { cache })).toEqual(['runsc']);
  // A build takes minutes; what it makes is compared with the pinned checksums all the same.
  let builds = 0;
  const build = async (_artifact: unknown, files: string) => {
    builds += 1;
    await cp(artifactFolder(artifact), files, { recursive: true });
  };
  await fetchArtifact(artifact, build, silentProgress(), { cache });
  expect(builds).toBe(1);
  expect(await inspectCache(artifact, silentProgress(), { cache, verify: true })).toBe('whole');
});

test('Go’s flags in the environment change nothing in the build', async () => {
  vi.stubEnv('GOFLAGS', '-mod=mod -nonsense');
  vi.stubEnv('GOARCH', 'mips');
  vi.stubEnv('GOEXPERIMENT', 'nonsense');
  const folder = join(scratch, 'flags');
  await mkdir(folder);
  const go = await goToolchain(folder, silentProgress());
  const given = ['env', 'GOVERSION', 'GOFLAGS', 'GOARCH', 'GOEXPERIMENT', 'GOMODCACHE'];
  const work = { folder, arguments: given, code: 'FB-DIST-BUILD', purpose: 'tell its settings' } as const;
  const processor = { x64: 'amd64', arm64: 'arm64' }[process.arch as 'x64' | 'arm64'];
  expect((await runGo(go, work, silentProgress())).split('\n')).toEqual([
    `go${goToolchainPin().version}`,
    '-modcacherw',
    processor,
    '',
    `${folder}/modules`,
  ]);
});

test('Ctrl-C while Go compiles stops it and leaves nothing', async () => {
  const interruption = new AbortController();
  const progress: Progress = {
    ...silentProgress(interruption.signal),
    step: (name, work) => {
      if (name.startsWith('compile')) setTimeout(() => interruption.abort(new Error('Ctrl-C')), 3000);
      return work(progress);
    },
  };
  const cache = join(scratch, 'interrupted');
  await expect(installGvisor(progress, { cache, root: join(scratch, 'opt') })).rejects.toThrow('Ctrl-C');
  expect(await readdir(cache)).toEqual([]);
  expect(await commandLinesWith(cache)).toEqual([]);
});

test.each([
  ['PATH', '/nonexistent', 'There is no Go'],
  ['GOPROXY', 'http://127.0.0.1:9', 'could not fetch Go'],
])('where gVisor cannot be built (%s=%s) a runsc on the PATH serves, and that is said', async (name, value, reason) => {
  vi.stubEnv(name, value);
  const { notes, progress } = recording();
  const empty = join(scratch, `without-${name}`);
  const found = await installOrFindGvisor(progress, { cache: empty, root: join(empty, 'root') });
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(reason);
  expect(notes[0]).toContain(found === undefined ? 'no runsc on the PATH' : `${found.runsc}, version `);
  expect(found?.shim).toBeUndefined();
});

test('a module with a wrong checksum is never passed over', async () => {
  const folder = join(scratch, 'tampered');
  await mkdir(folder);
  const [name, version] = ['golang.org/x/mod', 'v0.34.0'];
  await writeFile(join(folder, 'go.mod'), `module firebreak.invalid/test\n\ngo 1.19\n\nrequire ${name} ${version}\n`);
  const wrong = `h1:${'A'.repeat(43)}=`;
  await writeFile(join(folder, 'go.sum'), `${name} ${version} ${wrong}\n${name} ${version}/go.mod ${wrong}\n`);
  const program = (await hostGo()) ?? 'go';
  const go = { program, environment: await goEnvironment(program, folder) };
  const work = { folder, arguments: ['mod', 'download'], code: 'FB-DIST-FETCH', purpose: 'fetch modules' } as const;
  await expect(runGo(go, work, silentProgress())).rejects.toMatchObject({
    code: 'FB-DIST-CHECKSUM',
    because: expect.stringContaining(wrong),
  });
});
