import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { simulatedEvidence } from '../../test/simulation/simulated-evidence.ts';
import { figures } from '../analysis/figures-schema.ts';
import { createRun } from '../evidence/run-writer.ts';
import { writeReport } from './write-report.ts';

test('a run becomes a page that asks for nothing, JSON by its schema, and CSV with every figure', async () => {
  const folder = await mkdtemp(`${tmpdir()}/report-`);
  const { run, samples } = simulatedEvidence({ seed: 1, runtimes: ['runc', 'gvisor', 'kata'] });
  await using writer = await createRun(`${folder}/run`, run);
  await writer.appendSamples(samples);
  const paths = await writeReport(`${folder}/run`);
  const [html, json, csv] = await Promise.all(
    [paths.html, paths.json, paths.csv].map((path) => readFile(path, 'utf8')),
  );
  expect(html).toContain('in the geometric mean');
  expect(html).toContain('Kata ran in software emulation: no headline');
  expect(html).not.toMatch(/https?:\/\/|<script/);
  const found = figures.parse(JSON.parse(json ?? ''));
  expect(csv?.trimEnd().split('\r\n')).toHaveLength(found.figures.length + 1);
  await rm(folder, { recursive: true });
});
