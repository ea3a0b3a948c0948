import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { importLayer } from './import-layer.ts';

const source = new URL('pause.c', import.meta.url).pathname;

/** Makes containerd have the image of a pod's first process, which is compiled here. */
export const importPauseImage = async (socket: string, reference: string): Promise<void> => {
  const folder = await mkdtemp(`${tmpdir()}/firebreak-pause-`);
  try {
    await execa('cc', ['-O2', '-static', '-s', '-o', `${folder}/pause`, source]);
    const layer = `${folder}/layer.tar`;
    const reproducible = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
    await execa('tar', ['--create', ...reproducible, '--file', layer, '--directory', folder, 'pause']);
    await importLayer(socket, { reference, layer, entrypoint: ['/pause'], environment: {} });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
