import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { clusterProcesses } from '../../src/cluster/hosts/leftovers.ts';
import { layoutOf } from '../../src/cluster/layout.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import { supervisedBy } from '../../src/cluster/supervision/supervisor.ts';

const layout = layoutOf(
  clusterSpec.parse({ name: 'processes', tenants: { science: { users: ['fb-ricky'], runtime: 'runc' } } }),
);
const started: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const start = (...argv: [string, ...string[]]) => {
  const child = spawn(argv[0], argv.slice(1), { env: { PATH: process.env.PATH, [supervisedBy]: layout.run } });
  started.push(child);
  return child;
};

const childrenOf = async (pid = 0): Promise<string> => readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');

test('what runs here by the cluster’s mark is the cluster’s; the same in another namespace is another host’s', async () => {
  const { pid } = start('sleep', '60');
  const outer = start('unshare', '--pid', '--fork', '--kill-child', 'sleep', '61');
  await expect.poll(() => childrenOf(outer.pid)).toMatch(/\d/);
  const inner = Number(await childrenOf(outer.pid));
  await expect.poll(() => readFile(`/proc/${inner}/cmdline`, 'utf8')).toContain('sleep');
  const found = (await clusterProcesses(layout)).map((each) => each.pid).toSorted((a, b) => a - b);
  expect(found).toEqual([pid, outer.pid]);
});
