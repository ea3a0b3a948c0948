import { clientEnvironment, clientEnvironmentFile, findPy4j } from '../client-environment.ts';
import { accountOf } from '../hosts/accounts.ts';
import { nftRuleset } from '../network/ruleset.ts';
import { configurationFiles, secretFiles } from '../services/hadoop-configuration.ts';
import { folders } from './folders.ts';
import type { Phase } from './phase.ts';
import { writeWhole } from './write-whole.ts';

export const configuration: Phase = {
  name: 'Write the configuration',
  after: [folders],
  run: async (plan) => {
    const yarn = (await accountOf('yarn')) ?? { uid: 0, gid: 0 };
    for (const [name, text] of configurationFiles(plan, yarn)) {
      await writeWhole(`${plan.layout.conf}/${name}`, text, secretFiles.has(name) ? 0o600 : 0o644);
    }
    const { layout, distribution } = plan;
    const environment = clientEnvironment(layout, distribution, await findPy4j(distribution.sparkHome));
    await writeWhole(clientEnvironmentFile(layout), JSON.stringify(environment, undefined, 2) + '\n', 0o644);
    await writeWhole(`${plan.layout.conf}/rules.nft`, nftRuleset(plan.layout, plan.spec.network, plan.links), 0o600);
  },
};
