import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { layoutOf } from '../../cluster/layout.ts';
import { clusterSpec } from '../../cluster/spec.ts';
import { runFiles } from '../../evidence/evidence.ts';
import { silentProgress } from '../../progress.ts';
import { runTune } from './run-tune.ts';

const spec = clusterSpec.parse({ name: 'nowhere', tenants: { a: { users: ['alice'], runtime: 'gvisor' } } });

it.each(['screening', 'confirmation'])(
  'refuses a folder that has a %s already before it does anything',
  async (series) => {
    const folder = await mkdtemp(join(tmpdir(), 'firebreak-tune-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'gvisor', series), { recursive: true });
    await writeFile(join(folder, 'gvisor', series, runFiles.run), '{}');
    const request = {
      cluster: { name: spec.name, spec, layout: layoutOf(spec) },
      runtimes: ['gvisor'] as const,
      folder,
      only: [],
      budgetSeconds: 60,
      seed: 1,
      options: {},
      command: ['firebreak', 'tune'],
    };
    const progress = {
      ...silentProgress(),
      step: () => Promise.reject(new Error('it began')),
    };
    await expect(runTune(request, progress)).rejects.toMatchObject({ code: 'FB-EVIDENCE-EXISTS', exit: 2 });
  },
);
