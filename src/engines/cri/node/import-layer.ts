import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';

export interface LayerImage {
  /** Full reference, e.g. `docker.io/firebreak/pause:1`. */
  readonly reference: string;
  /** Tar of the root file system. */
  readonly layer: string;
  /** SHA-256 of `layer`; it is computed where it is not known. */
  readonly sha256?: string;
  readonly entrypoint: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const namespace = 'k8s.io';
const label = 'io.firebreak.image.sha256';
const architectures: Readonly<Record<string, string>> = { x64: 'amd64' };
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Makes containerd have a root file system as an image of one layer, unless it has exactly that. */
export const importLayer = async (socket: string, image: LayerImage, signal?: AbortSignal): Promise<void> => {
  const sha256 = image.sha256 ?? (await digestOf(image.layer));
  const images = ['--address', socket, '--namespace', namespace, 'images'];
  const cancel = signal === undefined ? {} : { cancelSignal: signal };
  if ((await labelsOf(images, image.reference)).includes(`${label}=${sha256}`)) return;
  const folder = await mkdtemp(`${tmpdir()}/firebreak-image-`);
  try {
    await symlink(image.layer, `${folder}/layer.tar`);
    await writeFile(`${folder}/config.json`, JSON.stringify(configOf(image, sha256)));
    const manifest = [{ Config: 'config.json', RepoTags: [image.reference], Layers: ['layer.tar'] }];
    await writeFile(`${folder}/manifest.json`, JSON.stringify(manifest));
    const names = ['manifest.json', 'config.json', 'layer.tar'];
    // Unbuffered: execa keeps at most 100 MB of an output and ends the program that writes more.
    const tar = { ...cancel, buffer: false } as const;
    await execa('tar', ['--create', '--file=-', '--dereference', '--directory', folder, ...names], tar).pipe(
      'ctr',
      [...images, 'import', '-'],
      cancel,
    );
    await execa('ctr', [...images, 'label', image.reference, `${label}=${sha256}`], cancel);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The line that `ctr` prints of the image; empty where containerd does not have it. */
const labelsOf = async (images: readonly string[], reference: string): Promise<string> => {
  const { stdout } = await execa('ctr', [...images, 'list', `name==${reference}`]);
  return stdout.split('\n').slice(1).join('\n');
};

const configOf = ({ entrypoint, environment }: LayerImage, sha256: string) => ({
  architecture: architectures[process.arch] ?? process.arch,
  os: 'linux',
  config: {
    Entrypoint: entrypoint,
    Env: Object.entries({ PATH: path, ...environment }).map(([key, value]) => `${key}=${value}`),
  },
  rootfs: { type: 'layers', diff_ids: [`sha256:${sha256}`] },
});

const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};
