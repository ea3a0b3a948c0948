import { expect, test } from 'vitest';
import { presets } from '../../preset.ts';
import { casesOf } from './cases.ts';

test.each(presets)('%s looks at round trips over UDP and TCP, idle and under load', (preset) => {
  expect(casesOf(preset).latency.map(({ name }) => name)).toEqual([
    'UDP round trip, idle',
    'UDP round trip, under load',
    'TCP round trip, idle',
    'TCP round trip, under load',
  ]);
});
