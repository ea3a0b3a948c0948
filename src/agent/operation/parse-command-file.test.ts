import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FirebreakError } from '../../errors.ts';
import { parseCommandFile } from './parse-command-file.ts';

const head = '[docker-command-execution]\n';

describe('a docker command file', () => {
  it('is read key by key', () => {
    const { command, values } = parseCommandFile(`${head}  docker-command=run\n  name=c=1\n  net=\n`);
    expect(command).toBe('run');
    expect([...values]).toEqual([
      ['name', 'c=1'],
      ['net', ''],
    ]);
  });

  it.each([
    ['is empty', ''],
    ['has no section', '  docker-command=run\n'],
    ['has a second section', `${head}  docker-command=run\n${head}  privileged=true\n`],
    ['names no command', `${head}  name=x\n`],
    ['repeats a key', `${head}  docker-command=run\n  image=good\n  image=evil\n`],
    ['repeats the command', `${head}  docker-command=inspect\n  docker-command=run\n`],
    ['has a line without a key', `${head}  docker-command=run\nprivileged=true\n`],
    ['has an odd key', `${head}  docker-command=run\n  Privileged=true\n`],
    ['has a carriage return', `${head}  docker-command=run\r\n`],
    ['has a Unicode line separator', `${head}  docker-command=run\n  name=a\u2028  privileged=true\n`],
  ])('that %s is refused', (_, text) => {
    expect(() => parseCommandFile(text)).toThrow(expect.objectContaining({ code: 'FB-AGENT-COMMAND-FILE' }));
  });

  it('no value brings in a further key', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        try {
          const { values } = parseCommandFile(`${head}  docker-command=run\n  hostname=${value}\n  net=n\n`);
          expect([...values.keys()]).toEqual(['hostname', 'net']);
          expect(values.get('hostname')).toBe(value.replace(/\n+$/, ''));
        } catch (thrown) {
          if (!(thrown instanceof FirebreakError)) throw thrown;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of random text is refused with a coded error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(() => parseCommandFile(head + text)).toThrow(FirebreakError);
      }),
      { numRuns: 300 },
    );
  });
});
