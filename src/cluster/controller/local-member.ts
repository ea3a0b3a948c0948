import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { FirebreakError } from '../../errors.ts';
import { perform } from '../on-host/operations.ts';
import { errorOnHost, failureOf } from '../on-host/wire.ts';
import type { Member } from './member.ts';

const commandLine = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** This machine, where everything is already in its place. */
export const localMember = (name: string, index: number): Member => ({
  name,
  index,
  isLocal: true,
  reach: async () => {},
  prepare: async () => {},
  lacking: async () => [],
  send: async () => false,
  command: async (words, cancelSignal) => {
    const { stdout } = await execa(process.execPath, [commandLine, ...words], { reject: false, cancelSignal });
    return stdout;
  },
  ask: (operation, input, progress) =>
    perform(operation, input, progress).catch((thrown: unknown) => {
      progress.signal.throwIfAborted();
      throw thrown instanceof FirebreakError ? errorOnHost(name, failureOf(thrown)) : thrown;
    }),
  [Symbol.asyncDispose]: async () => {},
});
