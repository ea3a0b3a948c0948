import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FirebreakError } from '../errors.ts';
import { type LauncherRequest, maximumArgumentBytes, maximumArguments, RequestParser } from './request-parser.ts';

const integer = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const encode = (argv: readonly (string | Buffer)[], flags = 0): Buffer => {
  const framed = argv.flatMap((argument) => {
    const bytes = Buffer.from(argument);
    return [integer(bytes.length), bytes];
  });
  return Buffer.concat([Buffer.from('FBL1'), integer(flags), integer(argv.length), ...framed]);
};

const parse = (bytes: Buffer, chunkSize = bytes.length): LauncherRequest | undefined => {
  const parser = new RequestParser();
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const request = parser.push(bytes.subarray(at, at + chunkSize));
    if (request !== undefined) return request;
  }
  return undefined;
};

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof FirebreakError) return thrown.code;
    throw thrown;
  }
  return 'no error';
};

const argument = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));

it('any arguments arrive unchanged, in chunks of any size', () => {
  fc.assert(
    fc.property(fc.array(argument), fc.boolean(), fc.integer({ min: 1, max: 64 }), (argv, retried, chunkSize) => {
      expect(parse(encode(argv, retried ? 1 : 0), chunkSize)).toEqual({ argv, retried });
    }),
  );
});

it('a request that is cut off anywhere is not whole, and no error yet', () => {
  const bytes = encode(['--checksetup', '', 'ä\n"\'']);
  for (let length = 0; length < bytes.length; length += 1) expect(parse(bytes.subarray(0, length))).toBeUndefined();
  expect(parse(bytes)?.argv).toEqual(['--checksetup', '', 'ä\n"\'']);
});

it('keeps a byte order mark', () => {
  expect(parse(encode(['\ufeffa']))?.argv).toEqual(['\ufeffa']);
});

it('hostile bytes end in a request, in waiting, or in a FirebreakError', () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }).map((rest) => Buffer.concat([Buffer.from('FBL1'), rest])),
    fc.uint8Array({ maxLength: 200 }).map((rest) => Buffer.concat([Buffer.from('FBL1'), integer(1), integer(3), rest])),
    fc.tuple(fc.nat(34), fc.nat(255)).map(([at, value]) => encode(['one', 'two', 'three']).fill(value, at, at + 1)),
  );
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 300 }), (bytes, chunkSize) => {
      expect(codeOf(() => parse(Buffer.from(bytes), chunkSize))).toMatch(/^(no error|FB-WIRE-[A-Z-]+)$/);
    }),
    { numRuns: 2000 },
  );
});

it('refuses what no launcher sends', () => {
  expect(codeOf(() => parse(Buffer.from('G')))).toBe('FB-WIRE-MALFORMED');
  expect(codeOf(() => parse(encode([], 2)))).toBe('FB-WIRE-MALFORMED');
  expect(codeOf(() => parse(encode(['/a\0/b'])))).toBe('FB-WIRE-MALFORMED');
  expect(codeOf(() => parse(encode([Buffer.from([0xff])])))).toBe('FB-WIRE-ENCODING');
  expect(codeOf(() => parse(encode([Buffer.from([0xed, 0xa0, 0x80])])))).toBe('FB-WIRE-ENCODING');
});

it('takes 65,536 arguments and 4 MiB, and not one more', () => {
  expect(parse(encode(Array(maximumArguments).fill('')))?.argv).toHaveLength(maximumArguments);
  expect(codeOf(() => parse(encode(Array(maximumArguments + 1).fill(''))))).toBe('FB-WIRE-TOO-LARGE');
  const half = 'x'.repeat(maximumArgumentBytes / 2);
  expect(parse(encode([half, half]))?.argv).toEqual([half, half]);
  expect(codeOf(() => parse(encode([half, half, 'x'])))).toBe('FB-WIRE-TOO-LARGE');
});

it('refuses a length beyond the limit before its bytes come', () => {
  const announced = Buffer.concat([Buffer.from('FBL1'), integer(0), integer(1), integer(0xffffffff)]);
  expect(codeOf(() => parse(announced))).toBe('FB-WIRE-TOO-LARGE');
});

it('reads the largest request in small chunks without growing slow', () => {
  const began = performance.now();
  expect(parse(encode(['x'.repeat(maximumArgumentBytes)]), 16)?.argv[0]).toHaveLength(maximumArgumentBytes);
  expect(performance.now() - began).toBeLessThan(2000);
});
