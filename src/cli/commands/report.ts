import { command } from '../command.ts';

export const report = command({
  name: 'report',
  summary: 'turn a run’s evidence into one page, JSON and CSV',
  description: 'Writes report.html, report.json and report.csv into the run’s folder. The page needs no network.',
  operands: { usage: '<run>', summary: 'folder of the run' },
  options: {},
  json: 'stdout',
  examples: [{ command: 'firebreak report evidence/2026-11-24T05-00-00', meaning: 'then open report.html' }],
  run: async ({ operands }) => {
    const { writeReport } = await import('../../report/write-report.ts');
    const paths = await writeReport(operands[0] ?? '.');
    return { exit: 0, text: Object.values(paths).join('\n'), json: paths };
  },
});
