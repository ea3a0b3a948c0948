import { expect, it } from 'vitest';
import { isEmulatedProcessor } from './is-emulated-processor.ts';

it.each([
  ['model name\t: QEMU TCG CPU version 2.5+', true],
  ['model name\t: Intel(R) Xeon(R) Processor @ 2.90GHz', false],
  ['', false],
])('%s', (text, emulated) => {
  expect(isEmulatedProcessor(`processor\t: 0\n${text}\nflags\t: fpu`)).toBe(emulated);
});
