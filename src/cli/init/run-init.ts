import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canAccess } from '../../can-access.ts';
import { clusterNames, registeredCluster } from '../../cluster/clusters.ts';
import { readSpec } from '../../cluster/read-spec.ts';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { Answers, GivenAnswers, Place } from './answers.ts';
import { freePlace } from './place.ts';
import { specText } from './spec-text.ts';
import { tenantsOf } from './tenants-of.ts';

/** What the command line says; whatever it leaves out is asked, or has a default. */
export interface Given {
  readonly name: string | undefined;
  readonly hosts: readonly string[] | undefined;
  readonly tenants: readonly string[] | undefined;
  readonly subnet: string | undefined;
  readonly offset: number | undefined;
}

/** Writes a new cluster spec to `file`. @throws FirebreakError `FB-INIT-…`, `FB-SPEC-…`; the file is never half there */
export const runInit = async (file: string, given: Given, asking: boolean): Promise<void> => {
  if (await canAccess(file)) throw isThere(file);
  const text = specText(await complete(answersOf(given), asking), relative(dirname(resolve(file)), schema));
  readSpec(text, file);
  await writeFile(file, text, { flag: 'wx' }).catch((thrown: unknown) => {
    throw cannotWrite(file, thrown);
  });
};

const answersOf = ({ name, hosts, tenants, subnet, offset }: Given): GivenAnswers => ({
  ...(name === undefined ? {} : { name }),
  ...(hosts === undefined ? {} : { hosts: hosts.join() === 'local' ? [] : hosts }),
  ...(tenants === undefined ? {} : { tenants: tenantsOf(tenants) }),
  place: { ...(subnet === undefined ? {} : { subnet }), ...(offset === undefined ? {} : { offset }) },
});

const schema = fileURLToPath(new URL('../../../schema/cluster.schema.json', import.meta.url));

const complete = async (given: GivenAnswers, asking: boolean): Promise<Answers> => {
  const place = freePlace(await placesTaken());
  if (asking) {
    const { ask } = await import('./ask.ts');
    return ask(given, place);
  }
  const { name = 'demo', hosts = [], tenants } = given;
  if (tenants !== undefined) return { name, hosts, tenants, place: { ...place, ...given.place } };
  throw new FirebreakError({
    code: 'FB-INIT-MISSING',
    message: 'A cluster has tenants, and nobody can be asked for them here.',
    next: 'Name them with --tenants NAME:USER:RUNTIME, as in analysts:alice:gvisor; on a terminal, without --yes, init asks.',
    exit: 2,
  });
};

/** Of the clusters on this machine; one whose spec cannot be read takes none that is known. */
const placesTaken = async (): Promise<Place[]> => {
  const clusters = await Promise.all(
    (await clusterNames()).map((name) => registeredCluster(name).catch(() => undefined)),
  );
  return clusters.flatMap((cluster) =>
    cluster === undefined ? [] : [{ subnet: cluster.spec.network.subnet, offset: cluster.spec.ports.offset }],
  );
};

const isThere = (file: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-INIT-EXISTS',
    message: `${file} is there already.`,
    because: 'init writes new files only.',
    next: 'Name another one with --output, or edit that one.',
    exit: 2,
  });

const cannotWrite = (file: string, thrown: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-INIT-FILE',
    message: `${file} cannot be written.`,
    because: reasonOf(thrown),
    next: 'Name another one with --output.',
    exit: 2,
    cause: thrown,
  });
