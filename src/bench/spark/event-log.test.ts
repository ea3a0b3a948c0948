import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseEventLog } from './event-log.ts';

const recorded = await readFile(new URL('fixtures/sort.events', import.meta.url), 'utf8');
const { steps, executors } = parseEventLog(recorded);
const sort = steps.get('sort/1');

test('tasks are summed by the step that their stage was submitted in', () => {
  const ends = recorded.split('\n').filter((line) => line.includes('SparkListenerTaskEnd'));
  expect(sort?.tasks).toBe(ends.length);
  expect(sort?.shuffleWrittenBytes).toBeGreaterThan(0);
  expect(sort?.cpuTime).toBeGreaterThan(0);
});

test('the parts of a task’s time add up to it, up to the millisecond that each is rounded to', () => {
  if (sort === undefined) throw new Error('no step');
  const parts = [
    ...[sort.computing, sort.garbageCollection, sort.shuffleWait, sort.shuffleWrite],
    ...[sort.deserialisation, sort.resultSerialisation, sort.schedulerDelay],
  ].reduce((sum, part) => sum + part, 0);
  expect(Math.abs(parts - sort.taskTime)).toBeLessThanOrEqual(3 * sort.tasks);
});

test('an executor is known by YARN’s name of its container', () => {
  expect(executors).toEqual([{ executor: '1', container: 'container_1795_0001_01_000002', at: expect.any(Number) }]);
});

test('stages without a step, unknown events and a task that never ran are no trouble', () => {
  const lines = [
    '{"Event":"SparkListenerLogStart","Spark Version":"4.3.0"}',
    '{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":7},"Properties":{"firebreak.step":"q1/0"}}',
    '{"Event":"SparkListenerTaskEnd","Stage ID":7,"Task Info":{"Launch Time":10,"Finish Time":40,"Getting Result Time":0}}',
    '{"Event":"SparkListenerTaskEnd","Stage ID":8,"Task Info":{"Launch Time":10,"Finish Time":40,"Getting Result Time":0}}',
  ];
  const found = parseEventLog(lines.join('\n'));
  expect([...found.steps.keys()]).toEqual(['q1/0']);
  expect(found.steps.get('q1/0')).toMatchObject({ tasks: 1, taskTime: 30, schedulerDelay: 30 });
});
