import { expect, it } from 'vitest';
import { bootUnit } from './boot-unit.ts';

it('has systemd start the cluster once the network is there, and the machine’s Docker where that is used', () => {
  const unit = bootUnit({ name: 'demo', docker: 'own' });
  expect(unit).toMatch(/^ExecStart=\/.*node .*\/src\/cli\/main\.ts start --cluster demo$/m);
  expect(unit).toMatch(/^After=network-online\.target$/m);
  expect(bootUnit({ name: 'demo', docker: 'host' })).toMatch(/^After=network-online\.target docker\.service$/m);
});
