import Docker from 'dockerode';
import { importWorkloadImage } from '../../distribution/import-image.ts';
import { engine } from './engine.ts';
import type { Phase } from './phase.ts';

export const workloadImage: Phase = {
  name: 'Import the workload image',
  after: [engine],
  run: ({ layout, distribution }, progress) =>
    importWorkloadImage(new Docker({ socketPath: layout.dockerSocket }), distribution.image, progress),
};
