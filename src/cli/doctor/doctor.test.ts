import { expect, it } from 'vitest';
import { FirebreakError } from '../../errors.ts';
import { findingsText } from './findings-text.ts';
import { controllersFinding, kernelFindings } from './kernel.ts';
import { diskFinding, memoryFinding, userFinding } from './machine.ts';
import { gvisorShimFinding, javaFinding, packagesFinding, releaseFinding, runscFinding } from './software.ts';

it('a user other than root cannot run a cluster and is told how to', () => {
  expect(userFinding(0).state).toBe('ok');
  expect(userFinding(1000)).toMatchObject({
    state: 'missing',
    found: 'uid 1000',
    remedy: expect.stringContaining('sudo'),
  });
});

it('too little memory or disk stops a cluster, little of it limits one', () => {
  expect([4e9, 7e9, 16e9].map((bytes) => memoryFinding(bytes).state)).toEqual(['missing', 'limited', 'ok']);
  expect([1e9, 7e9, 50e9].map((bytes) => diskFinding('/var/lib', bytes).state)).toEqual(['missing', 'limited', 'ok']);
});

it('a kernel feature may be built in, a module, or just work', () => {
  const facts = {
    fileSystems: 'nodev\tsysfs\nnodev\toverlay\n',
    modules: 'kernel/net/bridge/bridge.ko: kernel/net/llc/llc.ko\nnf_tables 12345 0 - Live',
    links: ['veth'],
    nftables: false,
  };
  expect(kernelFindings(facts).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
  const none = kernelFindings({ fileSystems: 'nodev\tsysfs\n', modules: '', links: [], nftables: false });
  expect(none.map(({ remedy }) => remedy?.split(',')[0])).toEqual([
    'modprobe overlay',
    'modprobe bridge',
    'modprobe veth',
    'modprobe nf_tables',
  ]);
});

it('finds the controllers of control groups of both versions', () => {
  const v1 = '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t3\t4\t1\nmemory\t5\t6\t0\npids\t7\t8\t1\n';
  expect(controllersFinding(v1, undefined)).toMatchObject({ name: 'control groups v1', found: 'without memory' });
  expect(controllersFinding('', 'cpuset cpu io memory pids\n')).toMatchObject({
    name: 'control groups v2',
    state: 'ok',
  });
});

it('tells Java 17 and 21 from others', () => {
  const version = (text: string) => `openjdk version "${text}" 2025-01-21\nOpenJDK Runtime Environment`;
  expect(javaFinding(version('17.0.14')).state).toBe('ok');
  expect(javaFinding(version('11.0.2'))).toMatchObject({ state: 'limited', found: 'Java 11' });
  expect(javaFinding(undefined).found).toBe('not there');
});

it('names gVisor’s release, tells the pinned one from others, and names the packages that are missing', () => {
  const debian = runscFinding('20260905-abc', { path: '/usr/bin/runsc', version: '20221116.0+ds1' });
  expect(debian).toMatchObject({ state: 'limited', found: '20221116.0+ds1 (/usr/bin/runsc)' });
  expect(debian.remedy).toContain('`up` builds 20260905-abc');
  expect(runscFinding('20260905-abc', { path: '/opt/runsc', version: '20260905-abc' })).toMatchObject({ state: 'ok' });
  expect(runscFinding('20260905-abc', undefined).found).toBe('not there');
  expect(packagesFinding(['runsc', 'nftables'])).toMatchObject({ state: 'limited', found: 'missing: runsc, nftables' });
});

it('prints what was found and why it matters on one line, and the remedy below it', () => {
  const lines = findingsText([userFinding(0), userFinding(1000)]).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('root');
  expect(lines[2]).toContain('→ sudo');
});

it('a system that is not supported cannot run a cluster', () => {
  const error = new FirebreakError({
    code: 'FB-HOST-RELEASE',
    message: 'This is Plan 9.',
    next: 'use Debian',
    exit: 4,
  });
  expect(releaseFinding('debian 12').state).toBe('ok');
  expect(releaseFinding(error)).toMatchObject({ state: 'missing', found: 'This is Plan 9.', remedy: 'use Debian' });
});

it('a shim of gVisor’s that does not start limits a host, and tells why', () => {
  expect(gvisorShimFinding({ programs: '/opt/gvisor' }).state).toBe('ok');
  expect(gvisorShimFinding({ missing: 'it does not start: no', next: 'use Docker' })).toMatchObject({
    state: 'limited',
    found: 'it does not start: no',
    remedy: 'use Docker',
  });
});
