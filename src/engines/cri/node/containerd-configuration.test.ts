import { expect, it } from 'vitest';
import { containerdConfiguration } from './containerd-configuration.ts';
import { versionIn } from './containerd-version.ts';

const handler = {
  name: 'runc-net',
  runtimeType: 'io.containerd.runc.v2',
  options: {},
  podAnnotations: [],
  baseSpecification: '/conf/base.json',
  cniFolder: '/conf/cni',
};
const cri = { pauseImage: 'docker.io/firebreak/pause:1', cniPrograms: '/bin/cni', handlers: [handler] };
const paths = { root: '/root', state: '/state', socket: '/containerd.sock' };
const linesFor = (said: string): string[] =>
  containerdConfiguration({ ...paths, version: versionIn(said), cri }).split('\n');

it.each([
  ['containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u3', '1.6.20~ds1'],
  ['containerd github.com/containerd/containerd/v2 v2.4.2 ', 'v2.4.2'],
  ['containerd containerd.io 1.7.24 88bf19b', '1.7.24'],
])('the version in %s', (said, version) => expect(versionIn(said)).toBe(version));

it('no version is none', () => expect(versionIn('no such thing')).toBeUndefined());

it.each(['containerd c 1.6.20~ds1', 'containerd c 1.7.24', ''])('%s has CRI as one plugin', (said) => {
  const lines = linesFor(said);
  expect(lines).toContain('version = 2');
  expect(lines).toContain('  sandbox_image = "docker.io/firebreak/pause:1"');
  expect(lines).toContain('[plugins."io.containerd.grpc.v1.cri".containerd.runtimes."runc-net"]');
  expect(lines).toContain('  bin_dir = "/bin/cni"');
});

it.each([
  ['containerd c v2.0.7', '  bin_dir = "/bin/cni"'],
  ['containerd c v2.1.9', '  bin_dirs = ["/bin/cni"]'],
  ['containerd c v2.4.2', '  bin_dirs = ["/bin/cni"]'],
])('%s has it in parts, and leaves the machine’s NRI and network settings alone', (said, plugins) => {
  const lines = linesFor(said);
  expect(lines).toContain('version = 3');
  expect(lines).toContain('[plugins."io.containerd.cri.v1.images".pinned_images]');
  expect(lines).toContain('  sandbox = "docker.io/firebreak/pause:1"');
  expect(lines).toContain('[plugins."io.containerd.cri.v1.runtime".containerd.runtimes."runc-net"]');
  expect(lines).toContain(plugins);
  expect(lines).toContain('  enable_unprivileged_ports = false');
  expect(lines.filter((line) => line.includes('bin_dir'))).toHaveLength(1);
  expect(lines.join('\n')).toContain('io.containerd.nri.v1.nri');
  expect(lines.join('\n')).not.toContain('grpc.v1.cri');
});

it('another containerd is another configuration', () => {
  expect(linesFor('containerd c v2.4.2')).not.toEqual(linesFor('containerd c v2.4.1'));
});

it('without CRI, each of its plugins is off', () => {
  const text = containerdConfiguration({ ...paths, version: versionIn('containerd c v2.4.2'), cri: undefined });
  for (const name of ['grpc.v1.cri', 'cri.v1.images', 'cri.v1.runtime']) {
    expect(text).toMatch(new RegExp(`^disabled_plugins = .*"io\\.containerd\\.${name}"`, 'm'));
  }
});
