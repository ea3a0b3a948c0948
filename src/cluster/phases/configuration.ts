import { readFile, stat } from 'node:fs/promises';
import { clientEnvironment, clientEnvironmentFile, findPy4j } from '../client-environment.ts';
import { accountOf } from '../hosts/accounts.ts';
import { nftRuleset } from '../network/ruleset.ts';
import type { Plan } from '../plan.ts';
import { configurationFiles, secretFiles } from '../services/hadoop-configuration.ts';
import { phaseOfChanges } from './change.ts';
import { folders } from './folders.ts';
import { writeWhole } from './write-whole.ts';

interface WantedFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

export const configuration = phaseOfChanges({
  name: 'Write the configuration',
  after: [folders],
  changes: async (plan) => {
    const found = await Promise.all(
      (await filesOf(plan)).map(async (file) => ({ file, why: await differenceOf(file) })),
    );
    return found.flatMap(({ file, why }) =>
      why === undefined ? [] : [{ what: file.path, why, apply: () => writeWhole(file.path, file.text, file.mode) }],
    );
  },
});

/** Every file of the cluster's configuration on this host, as it must be. */
const filesOf = async (plan: Plan): Promise<WantedFile[]> => {
  const { layout, distribution, spec, links } = plan;
  const yarn = (await accountOf('yarn')) ?? { uid: 0, gid: 0 };
  const environment = clientEnvironment(layout, distribution, await findPy4j(distribution.sparkHome));
  return [
    ...[...configurationFiles(plan, yarn)].map(([name, text]) => ({
      path: `${layout.conf}/${name}`,
      text,
      mode: secretFiles.has(name) ? 0o600 : 0o644,
    })),
    { path: clientEnvironmentFile(layout), text: JSON.stringify(environment, undefined, 2) + '\n', mode: 0o644 },
    { path: `${layout.conf}/rules.nft`, text: nftRuleset(layout, spec.network, links), mode: 0o600 },
  ];
};

const planned = new WeakMap<Plan, Promise<WantedFile[]>>();

/** The same, made once for a plan that is only looked at. */
export const plannedFiles = (plan: Plan): Promise<WantedFile[]> => {
  const files = planned.get(plan) ?? filesOf(plan);
  planned.set(plan, files);
  return files;
};

const differenceOf = async ({ path, text, mode }: WantedFile): Promise<string | undefined> => {
  const [present, status] = await Promise.all([
    readFile(path, 'utf8').catch(() => undefined),
    stat(path).catch(() => undefined),
  ]);
  if (present === undefined || status === undefined) return 'is missing';
  if (present !== text) return 'is not what the spec makes it';
  return (status.mode & 0o777) === mode ? undefined : `has mode ${(status.mode & 0o777).toString(8)}`;
};
