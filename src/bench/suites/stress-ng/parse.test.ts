import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseStressNg } from './parse.ts';

const recorded = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

test('the operations of a stressor and its times are read from what stress-ng wrote in gVisor', () => {
  expect(parseStressNg(recorded('gvisor-fork.yaml'))).toEqual({
    stressor: 'fork',
    operations: 203,
    wallSeconds: 0.999858,
    cpuSeconds: 1.1,
  });
});

test('a run without metrics is refused', () => {
  expect(() => parseStressNg('---\nsystem-info:\n  stress-ng-version: 0.15.06\n')).toThrow();
});
