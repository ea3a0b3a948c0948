import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseFio } from './parse.ts';

const recorded = readFileSync(new URL('fixtures/runc-mixed.json', import.meta.url), 'utf8');

test('rates and latencies of both directions are read from what fio wrote', () => {
  const { read, write } = parseFio(recorded);
  expect(read?.operationsPerSecond).toBeCloseTo(69216.57, 1);
  expect(read?.bytesPerSecond).toBe(283511057);
  expect(read?.latency.find(({ q }) => q === 0.5)?.value).toBeCloseTo(1.18784, 6);
  expect((read?.operationsPerSecond ?? 0) / (write?.operationsPerSecond ?? 1)).toBeCloseTo(70 / 30, 1);
});

test('warnings before the document do no harm', () => {
  expect(parseFio(`fio: this platform does not support process shared mutexes\n${recorded}`)).toEqual(
    parseFio(recorded),
  );
});

test('a job that failed is refused', () => {
  expect(() => parseFio(recorded.replace(/"error" ?: 0/, '"error": 5'))).toThrow();
});
