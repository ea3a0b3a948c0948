import { loadSync } from '@grpc/proto-loader';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { programPath } from '../../src/distribution/program-path.ts';
import { declarationsOf, descriptionOf, packageInProgram } from './fixture/descriptors.ts';

const described = z.object({ fileDescriptorProtos: z.array(z.instanceof(Uint8Array)) });
const folder = new URL('../../src/engines/cri/', import.meta.url).pathname;

/** Every declaration in a proto file of ours. */
const declared = (file: string): Map<string, string> => {
  for (const definition of Object.values(loadSync(`${folder}${file}`, { keepCase: true }))) {
    const { fileDescriptorProtos } = described.safeParse(definition).data ?? {};
    const found = fileDescriptorProtos?.map(descriptionOf)[0];
    if (found !== undefined) return declarationsOf(found);
  }
  throw new Error(`${file} declares nothing`);
};

/** Text and bytes are sent alike; the value of an environment variable is the one in older CRI, the other in newer. */
const onWire = (how: string | undefined): string | undefined => how?.replace('TYPE_BYTES', 'TYPE_STRING');

it.each([
  ['runtime.proto', 'runtime.v1'],
  ['tasks.proto', 'containerd.services.tasks.v1'],
] as const)('%s declares what containerd itself says of %s', async (file, name) => {
  const theirs = await packageInProgram((await programPath('containerd')) ?? '', name);
  if (theirs === undefined) throw new Error(`containerd does not describe ${name} in a form that is read here`);
  const ours = [...declared(file)];
  const known = declarationsOf(theirs);
  expect(ours.length).toBeGreaterThan(5);
  const different = ours.filter(([what, how]) => onWire(known.get(what)) !== onWire(how));
  expect(different.map(([what, how]) => `${what}: ${how}, theirs ${known.get(what)}`)).toEqual([]);
});
