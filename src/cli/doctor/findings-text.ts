import { styleText } from 'node:util';
import type { Finding } from './finding.ts';

const signs = {
  ok: styleText('green', '✔'),
  limited: styleText('yellow', '!'),
  missing: styleText('red', '✖'),
} as const;

/** One line per finding: what, found, why it matters; the remedy below where there is one. */
export const findingsText = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const found = Math.max(...findings.map((finding) => finding.found.length).filter((length) => length <= 30));
  return findings
    .flatMap((finding) => [
      `${signs[finding.state]} ${finding.name.padEnd(width)}  ${finding.found.padEnd(found)}  ${finding.why}`,
      ...(finding.remedy ? [`  ${' '.repeat(width)}  → ${finding.remedy}`] : []),
    ])
    .join('\n');
};
