import { expect, test } from 'vitest';
import { submitArguments } from './submit-arguments.ts';
import { parseSubmitLine } from './submit-output.ts';

test('the application and its state are read from what spark-submit logs', () => {
  const report = '26/11/23 23:01:02 INFO Client: Application report for application_1795_0007 (state: RUNNING)';
  expect(parseSubmitLine(report)).toEqual({ application: 'application_1795_0007', state: 'RUNNING' });
  expect(parseSubmitLine('INFO YarnClientImpl: Submitted application application_1795_0007')).toEqual({
    application: 'application_1795_0007',
  });
  expect(parseSubmitLine('WARN NativeCodeLoader: Unable to load native-hadoop library')).toEqual({});
});

test('the runtime class is asked for in the AM and in the executors', () => {
  const files = {
    observe: 'hdfs:///r/observe.py',
    script: 'hdfs://n/t.py',
    queries: 'hdfs://n/q.json',
    data: 'hdfs://n/d',
    result: 'hdfs://n/r',
  };
  const given = submitArguments({ ...files, runtime: 'gvisor', executors: 2 });
  expect(given).toContain('spark.yarn.appMasterEnv.YARN_CONTAINER_RUNTIME_DOCKER_RUNTIME=gvisor');
  expect(given).toContain('spark.executorEnv.YARN_CONTAINER_RUNTIME_DOCKER_RUNTIME=gvisor');
  expect(given.indexOf('hdfs://n/t.py')).toBeLessThan(given.indexOf('--data'));
});
