import { expect, it } from 'vitest';
import { isClusterMode, requestedSizes } from './requested-sizes.ts';
import { requireRoom } from './require-room.ts';

const defaults = '# ours\nspark.executor.memory 1536m\nspark.driver.memory=1g\nspark.executor.cores 1\n';

it.each<[string, string[], { driver?: object; executor?: object }]>([
  [
    'what the defaults say',
    ['job.py'],
    { driver: { memoryMiB: 1408, vcores: 1 }, executor: { memoryMiB: 1920, vcores: 1 } },
  ],
  [
    'what is said on the command line',
    ['--executor-memory', '8g', '--executor-cores=4', 'job.py'],
    { executor: { memoryMiB: 9011, vcores: 4 } },
  ],
  [
    'settings',
    ['--conf', 'spark.executor.memory=2g', '-c', 'spark.executor.memoryOverhead=1g'],
    { executor: { memoryMiB: 3072, vcores: 1 } },
  ],
  ['memory without a unit as MiB', ['--driver-memory', '2048'], { driver: { memoryMiB: 2432, vcores: 1 } }],
  [
    'memory beside the heap',
    [
      '--conf',
      'spark.memory.offHeap.enabled=true',
      '--conf',
      'spark.memory.offHeap.size=1073741824',
      '--conf',
      'spark.executor.pyspark.memory=256m',
    ],
    { executor: { memoryMiB: 1920 + 1024 + 256, vcores: 1 } },
  ],
  [
    'nothing of the application’s own words',
    ['--verbose', '--name', 'x', 'job.py', '--executor-memory', '9g'],
    { executor: { memoryMiB: 1920, vcores: 1 } },
  ],
])('counts %s', (_, words, expected) => {
  expect(requestedSizes(words, defaults)).toMatchObject(expected);
});

it('does not know what a file of the job’s own says', () => {
  expect(requestedSizes(['--properties-file', 'own.conf', 'job.py'], defaults)).toBeUndefined();
});

it.each<[string[], boolean]>([
  [['job.py'], true],
  [['--deploy-mode', 'client', 'job.py'], false],
  [['--conf', 'spark.submit.deployMode=client', 'job.py'], false],
  [['--properties-file', 'own.conf', 'job.py'], false],
])('%s has its driver in the cluster: %s', (words, expected) => {
  expect(isClusterMode(words, `${defaults}spark.submit.deployMode cluster\n`)).toBe(expected);
});

it('a job is refused at once that no host of its tenant has room for', () => {
  const largest = { memoryMiB: 2048, vcores: 4 };
  const run =
    (...words: string[]) =>
    () =>
      requireRoom('secret', largest, words, defaults);
  expect(run('--executor-memory', '1500m')).not.toThrow();
  expect(run('--executor-memory', '4g')).toThrow(
    expect.objectContaining({
      code: 'FB-SUBMIT-SIZE',
      message: expect.stringMatching(/executor .* 4505 MiB .* 2048 MiB/),
    }),
  );
  expect(run('--driver-cores', '5')).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/driver .* 5 .* 4/) }),
  );
  // It runs where it is submitted.
  expect(run('--deploy-mode', 'client', '--driver-memory', '9g')).not.toThrow();
});
