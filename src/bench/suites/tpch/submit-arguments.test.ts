import { expect, test } from 'vitest';
import { submitArguments } from './submit-arguments.ts';

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
