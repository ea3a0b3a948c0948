import { expect, test } from 'vitest';
import { parseHdfsClient } from './hdfs-trial.ts';

test('what HdfsClient.java printed in a container is read', () => {
  const recorded =
    '{"writeSeconds":0.587289975,"readSeconds":0.191493702,"megabytes":128,"randomReads":500,"randomSeconds":0.39571752499999957,"p50":6.53353E-4,"p95":0.001755014,"p99":0.003082681}\n';
  expect(parseHdfsClient(recorded)).toMatchObject({ megabytes: 128, p50: 0.000653353 });
  expect(() => parseHdfsClient(recorded.replace('500', '0'))).toThrow();
});
