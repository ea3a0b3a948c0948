import { expect, test } from 'vitest';
import type { ContainerState, Engine } from '../../engines/engine.ts';
import { watchCpu } from './watch-cpu.ts';

const application = { cluster: 'c', application: 'application_1_0001' };

const container = (name: string, status: ContainerState['status'], pid: number): ContainerState => ({
  ...{ id: name, name, status, pid, exitCode: 0, oomKilled: false },
  ...{ address: '', hostname: '', runtimeHandler: 'runc', image: '', labels: {} },
});

/** An engine of which nothing but its containers is asked. */
const engineWith = (list: Engine['list']): Engine => {
  const refuse = () => Promise.reject(new Error('not asked for'));
  return {
    ...{ run: refuse, wait: refuse, signal: refuse, remove: refuse, inspect: refuse, exec: refuse },
    ...{ imageLayers: refuse, tail: refuse, list },
  };
};

test('reads the control group of each running container until the application is over', async () => {
  const over = new AbortController();
  let asked = 0;
  const engine = engineWith(async () => {
    asked += 1;
    // The first time it does not answer.
    if (asked === 1) throw new Error('the engine is away');
    return [
      container('container_1_0001_01_000001', 'running', process.pid),
      container('container_1_0001_01_000002', 'running', process.pid),
      container('container_1_0001_01_000003', 'exited', 0),
    ];
  });
  const watching = watchCpu(engine, application, over.signal);
  await expect.poll(() => asked, { timeout: 20_000, interval: 100 }).toBeGreaterThan(2);
  over.abort();
  const found = await watching;
  expect(found.map(({ role }) => role)).toEqual(['driver', 'executor']);
  for (const { points } of found) {
    expect(points.length).toBeGreaterThanOrEqual(3);
    for (const [index, point] of points.entries()) {
      const before = points[index - 1];
      expect(point.total).toBeGreaterThan(0);
      if (before !== undefined) expect(point.at).toBeGreaterThan(before.at);
      if (before !== undefined) expect(point.total).toBeGreaterThanOrEqual(before.total);
    }
  }
});
