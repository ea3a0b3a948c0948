import { FirebreakError } from '../../errors.ts';
import { perform } from '../on-host/operations.ts';
import { errorOnHost, failureOf } from '../on-host/wire.ts';
import type { Member } from './member.ts';

/** This machine, where everything is already in its place. */
export const localMember = (name: string, index: number): Member => ({
  name,
  index,
  isLocal: true,
  prepare: async () => {},
  send: async () => false,
  ask: (operation, input, progress) =>
    perform(operation, input, progress).catch((thrown: unknown) => {
      progress.signal.throwIfAborted();
      throw thrown instanceof FirebreakError ? errorOnHost(name, failureOf(thrown)) : thrown;
    }),
  [Symbol.asyncDispose]: async () => {},
});
