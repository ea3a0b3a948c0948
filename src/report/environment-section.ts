import type { Figures } from '../analysis/figures-schema.ts';
import { escaped } from './html.ts';

/** Everything on the machine that a figure may depend on. */
export const environmentSection = ({ run, environment }: Figures): string => {
  const { host, versions, image, git, checksums, configuration } = environment;
  const facts: Readonly<Record<string, string>> = {
    processor: `${host.processors} × ${host.processor}`,
    memory: `${(host.memoryBytes / 2 ** 30).toFixed(1)} GiB`,
    system: `${host.release}, Linux ${host.kernel}, control groups ${host.cgroups}`,
    governor: host.governor,
    'huge pages of shared memory': host.sharedHugePages ?? 'not recorded',
    ...Object.fromEntries(
      run.runtimes.map(({ name, engine, handler, version, emulated }) => [
        `runtime ${name}`,
        `${handler} of ${engine}, ${version}${emulated ? ', in software emulation' : ''}`,
      ]),
    ),
    ...versions,
    image: `${image.reference}, SHA-256 ${image.digest}`,
    commit: `${git.commit}${git.modified ? ', with changes' : ''}`,
  };
  return [
    '<h2>Environment</h2>',
    table('What the figures depend on', facts),
    folded('Mitigations of the processor’s faults', table('Mitigations', host.mitigations)),
    folded('Checksums (SHA-256) of what was installed', table('Checksums', checksums)),
    ...Object.entries(configuration).map(([name, text]) =>
      folded(`Configuration: ${name}`, `<pre tabindex="0">${escaped(text)}</pre>`),
    ),
  ].join('');
};

const table = (caption: string, facts: Readonly<Record<string, string>>): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table>${Object.entries(facts)
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td class="long">${escaped(value)}</td></tr>`)
    .join('')}</table></div>`;

const folded = (summary: string, content: string): string =>
  `<details class="apart"><summary>${escaped(summary)}</summary>${content}</details>`;
