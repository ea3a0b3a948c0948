import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { liveTerminal } from './live-terminal.ts';
import { plainLines } from './plain-lines.ts';
import { trackedProgress } from './tracked-progress.ts';
import { withProgress } from './with-progress.ts';

const fixture = () => {
  const written: string[] = [];
  let now = 0;
  const clock = () => now;
  const controller = new AbortController();
  const renderer = plainLines((text) => written.push(text), clock);
  const progress = trackedProgress(controller.signal, renderer, clock);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { written, controller, progress, pass };
};

it('writes a line when a step begins and one when it ends', async () => {
  const { written, progress, pass } = fixture();
  pass(12_300);
  await progress.step('start HDFS', async () => pass(4_100));
  expect(written).toEqual(['[  12.3s] start HDFS …\n', '[  16.4s] start HDFS … done 4.1 s\n']);
});

it('names a nested step with the steps it is part of, and records both', async () => {
  const { written, progress, pass } = fixture();
  await progress.step('start daemons', (daemons) => daemons.step('NameNode', async () => pass(2_000)));
  expect(written[1]).toBe('[   2.0s] start daemons: NameNode … done 2.0 s\n');
  expect(progress.records).toEqual([
    { name: 'start daemons: NameNode', seconds: 2 },
    { name: 'start daemons', seconds: 2 },
  ]);
});

it('tells how many bytes a step has moved', async () => {
  const { written, progress, pass } = fixture();
  await progress.step('download Hadoop', async (download) => {
    download.bytes(1_500_000, 3_000_000);
    pass(1_000);
    download.bytes(3_000_000, 3_000_000);
  });
  expect(written.at(-1)).toBe('[   1.0s] download Hadoop … done 1.0 s, 3.0 MB\n');
});

it('a step that throws has failed, is not recorded, and its error comes through', async () => {
  const { written, progress } = fixture();
  const broken = new Error('no disk');
  await expect(progress.step('build image', () => Promise.reject(broken))).rejects.toBe(broken);
  expect(written.at(-1)).toContain('build image … failed');
  expect(progress.records).toEqual([]);
});

it('a step that ends because of Ctrl-C was stopped, and none begins after it', async () => {
  const { written, controller, progress } = fixture();
  const stopped = progress.step('wait', async ({ signal }) => {
    await turn();
    controller.abort(new Error('interrupted'));
    signal.throwIfAborted();
  });
  await expect(stopped).rejects.toThrow('interrupted');
  await expect(progress.step('next', async () => {})).rejects.toThrow('interrupted');
  expect(written.at(-1)).toContain('wait … stopped');
  expect(written.join('')).not.toContain('next');
});

it('keeps steps that run side by side apart', async () => {
  const { written, progress } = fixture();
  await Promise.all([
    progress.step('data', async (data) => {
      await turn();
      data.note('made');
    }),
    progress.step('daemons', async () => {}),
  ]);
  expect(written.map((line) => line.slice(10).trimEnd())).toEqual([
    'data …',
    'daemons …',
    'daemons … done 0.0 s',
    'data: made',
    'data … done 0.0 s',
  ]);
});

it('on a terminal a live line never wraps and finished steps stay', async () => {
  const written: string[] = [];
  const renderer = liveTerminal({ write: (text) => written.push(text), columns: 30, rows: 10 }, () => 0);
  const progress = trackedProgress(new AbortController().signal, renderer, () => 0);
  await progress.step('short', (short) => short.step('a very long name of a step that would wrap', async () => {}));
  renderer.close();
  const live = written[1]?.split('\n')[1] ?? '';
  expect(live).toHaveLength(29);
  expect(live.endsWith('…')).toBe(true);
  expect(written.at(-2)).toContain('short');
});

it('what Ctrl-C ended says how to go on, as it is by then', async () => {
  const controller = new AbortController();
  const terminal = { out: () => {}, err: () => {}, live: false, interactive: false, screen: undefined };
  let measured = 0;
  const work = async (): Promise<never> => {
    measured = 1;
    controller.abort();
    throw controller.signal.reason;
  };
  await expect(
    withProgress(terminal, controller.signal, work, () => (measured > 0 ? 'go on with --resume' : 'begin anew')),
  ).rejects.toMatchObject({ code: 'FB-CLI-INTERRUPTED', next: 'go on with --resume' });
});
