import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { exportLines } from './export-lines.ts';

it('a shell reads every value back as it was', () => {
  const value = `it's $HOME "and" \\ a\nnew line; rm -rf \`x\``;
  const script = `${exportLines({ ODD: value, PLAIN: '/opt/spark/bin:/usr/bin' })}\nprintf %s "$ODD|$PLAIN"`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(`${value}|/opt/spark/bin:/usr/bin`);
});
