import Docker from 'dockerode';
import { importWorkloadImage } from '../../distribution/import-image.ts';
import { importIntoContainerd } from '../../distribution/import-into-containerd.ts';
import { criHandlers } from '../services/cri-handlers.ts';
import { engine } from './engine.ts';
import { type Phase, withRole } from './phase.ts';

export const workloadImage: Phase = {
  name: 'Import the workload image',
  after: [engine],
  on: withRole('nodemanager'),
  run: async (plan, progress) => {
    const { layout, distribution } = plan;
    await importWorkloadImage(new Docker({ socketPath: layout.dockerSocket }), distribution.image, progress);
    if (criHandlers(plan).length > 0) {
      await importIntoContainerd(layout.containerdSocket, distribution.image, progress);
    }
  },
};
