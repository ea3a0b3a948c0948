import type { ClusterSpec } from '../../cluster/spec.ts';
import type { Outcome } from '../command.ts';
import { command } from '../command.ts';
import { fileOption } from '../shared-options.ts';

export const doctor = command({
  name: 'doctor',
  summary: 'say what this host can and cannot do',
  description: [
    'Looks at the machine, its kernel and its software, and changes nothing. Each line says what was found, why it',
    'matters and what to do about it. Exit code 4 when a cluster cannot run here. With -f that is done on every host of the',
    'file; one behind ssh first gets this program.',
  ].join(' '),
  options: { file: fileOption },
  json: 'stdout',
  examples: [
    { command: 'firebreak doctor', meaning: 'before the first cluster, or when one does not come up' },
    { command: 'firebreak doctor -f cluster.yaml', meaning: 'all hosts of a cluster' },
    { command: 'firebreak doctor --json', meaning: 'the same for a program' },
  ],
  run: async ({ options, signal }) => {
    const { specOfManyHosts } = await import('../many-hosts.ts');
    const spec = await specOfManyHosts(options.file);
    if (spec !== undefined) return onHosts(spec, signal);
    const { examineHost } = await import('../doctor/examine.ts');
    const { findingsText } = await import('../doctor/findings-text.ts');
    const findings = await examineHost();
    const able = findings.every(({ state }) => state !== 'missing');
    const verdict = able ? 'this host can run a cluster' : 'this host cannot run a cluster: see the lines marked ✖';
    return { exit: able ? 0 : 4, text: `${findingsText(findings)}\n\n${verdict}`, json: { able, findings } };
  },
});

const onHosts = async (spec: ClusterSpec, signal: AbortSignal): Promise<Outcome> => {
  const { examineHosts } = await import('../doctor/examine-hosts.ts');
  const { findingsText } = await import('../doctor/findings-text.ts');
  const hosts = await examineHosts(spec, signal);
  const unable = hosts.filter(({ findings }) => findings.some(({ state }) => state === 'missing'));
  const verdict =
    unable.length === 0
      ? 'every host can be part of a cluster'
      : `not able to be part of a cluster: ${unable.map(({ host }) => host).join(', ')}; see the lines marked ✖`;
  return {
    exit: unable.length === 0 ? 0 : 4,
    text: [...hosts.map(({ host, findings }) => `${host}\n${findingsText(findings)}\n`), verdict].join('\n'),
    json: { able: unable.length === 0, hosts },
  };
};
