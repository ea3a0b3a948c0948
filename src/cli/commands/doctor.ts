import { command } from '../command.ts';

export const doctor = command({
  name: 'doctor',
  summary: 'say what this host can and cannot do',
  description: [
    'Looks at the machine, its kernel and its software, and changes nothing. Each line says what was found, why it',
    'matters and what to do about it. Exit code 4 when a cluster cannot run here.',
  ].join('\n'),
  options: {},
  json: 'stdout',
  examples: [
    { command: 'firebreak doctor', meaning: 'before the first cluster, or when one does not come up' },
    { command: 'firebreak doctor --json', meaning: 'the same for a program' },
  ],
  run: async () => {
    const { examineHost } = await import('../doctor/examine.ts');
    const { findingsText } = await import('../doctor/findings-text.ts');
    const findings = await examineHost();
    const able = findings.every(({ state }) => state !== 'missing');
    const verdict = able ? 'this host can run a cluster' : 'this host cannot run a cluster: see the lines marked ✖';
    return { exit: able ? 0 : 4, text: `${findingsText(findings)}\n\n${verdict}`, json: { able, findings } };
  },
});
