import Docker from 'dockerode';
import { imageFlaw, importWorkloadImage } from '../../distribution/import-image.ts';
import { importIntoContainerd } from '../../distribution/import-into-containerd.ts';
import { criHandlers } from '../services/cri-handlers.ts';
import { engine } from './engine.ts';
import { type Phase, withRole } from './phase.ts';

export const workloadImage: Phase = {
  name: 'Import the workload image',
  after: [engine],
  on: withRole('nodemanager'),
  // Where the engine does not run, that is what is shown.
  pending: async ({ layout, distribution }) => {
    const docker = new Docker({ socketPath: layout.dockerSocket });
    const why = await imageFlaw(docker, distribution.image).catch(() => undefined);
    return why === undefined ? [] : [{ what: `image ${distribution.image.tag}`, why }];
  },
  run: async (plan, progress) => {
    const { layout, distribution } = plan;
    await importWorkloadImage(new Docker({ socketPath: layout.dockerSocket }), distribution.image, progress);
    if (criHandlers(plan).length > 0) {
      await importIntoContainerd(layout.containerdSocket, distribution.image, progress);
    }
  },
};
