import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isStaticProgram } from './elf.ts';

it('a program that a dynamic loader starts is not static', async () => {
  expect(isStaticProgram(await readFile('/bin/sh'))).toBe(false);
});

it('bytes that are no program are not static', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const header = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
      expect(isStaticProgram(Buffer.from(bytes))).toBe(false);
      expect(typeof isStaticProgram(Buffer.concat([header, bytes]))).toBe('boolean');
    }),
  );
});
