import { expect, test } from 'vitest';
import { cgroupFolders } from './cgroup.ts';

test('version 1: one folder per controller, shared where controllers are mounted together', () => {
  const { unified, controllers } = cgroupFolders('9:memory:/docker/ab\n3:cpu,cpuacct:/docker/ab\n0::/x\n');
  expect(unified).toBeUndefined();
  expect(controllers.get('cpuacct')).toBe('/sys/fs/cgroup/cpuacct/docker/ab');
  expect(controllers.get('memory')).toBe('/sys/fs/cgroup/memory/docker/ab');
});

test('version 2: one folder for all', () => {
  expect(cgroupFolders('0::/system.slice/docker-ab.scope\n').unified).toBe(
    '/sys/fs/cgroup/system.slice/docker-ab.scope',
  );
});
