import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advertiseAddress } from './advertise-address.ts';

const advertise = (script: string) => advertiseAddress(script, '172.30.0.1', 'ip-172-30-1-7');
const executor = (host: string) => `exec /bin/bash -c "java Executor --executor-id 1 --hostname ${host} --cores 2 1>x"`;

describe('an executor’s script', () => {
  it('advertises the container instead of the node', () => {
    expect(advertise(`#!/bin/bash\n${executor('172.30.0.1')}\n`)).toBe(`#!/bin/bash\n${executor('ip-172-30-1-7')}\n`);
  });

  it('is changed only on the line that starts the program', () => {
    const script = 'export X="--hostname 172.30.0.1 "\n# --hostname 172.30.0.1 \n';
    expect(advertise(script)).toBe(script);
  });

  it.each(['172.30.0.10', '172x30x0x1', 'other', '172.30.0.1.evil'])('that names %s is left as it is', (host) => {
    expect(advertise(executor(host))).toBe(executor(host));
  });

  it('takes a node’s name literally', () => {
    expect(advertiseAddress(executor('n.*'), 'n.*', 'c')).toBe(executor('c'));
    expect(advertiseAddress(executor('nxx'), 'n.*', 'c')).toBe(executor('nxx'));
  });

  it('is the same after a second time, and nothing but the one name changes, whatever it holds', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '\n',
        '\nexec ',
        ' --hostname 172.30.0.1 ',
        ' --hostname 172.30.0.1"',
        '$&',
        "$'",
        '`id`',
        '$(id)',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const script = pieces.join('');
        const once = advertise(script);
        expect(once.replaceAll('ip-172-30-1-7', '172.30.0.1')).toBe(script);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.constant(executor('172.30.0.1')), (line) => advertise(advertise(line)) === advertise(line)),
    );
  });
});
