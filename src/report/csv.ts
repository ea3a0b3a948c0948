import type { Figures } from '../analysis/figures-schema.ts';

const columns = [
  ...['suite', 'trial', 'case', 'metric', 'unit', 'better', 'runtime', 'ceiling', 'emulated', 'n', 'flagged', 'median'],
  ...['low', 'high', 'confidence', 'ratio', 'ratio low', 'ratio high', 'pairs', 'verdict'],
];

/** The figures as CSV (RFC 4180), one a line. */
export const csvOf = ({ figures }: Figures): string =>
  [
    columns,
    ...figures.map((each) => [
      ...[each.suite, each.trial, each.case, each.metric, each.unit, each.better, each.runtime],
      ...[each.isCeiling, each.emulated, each.median.n, each.flagged, each.median.value, each.median.low],
      ...[each.median.high, each.median.confidence, each.ratio?.value, each.ratio?.low, each.ratio?.high],
      ...[each.ratio?.n, each.verdict?.outcome],
    ]),
  ]
    .map((row) => `${row.map(field).join(',')}\r\n`)
    .join('');

const field = (value: string | number | boolean | undefined): string => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
