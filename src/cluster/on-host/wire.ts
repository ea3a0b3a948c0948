import { z } from 'zod';
import { type ErrorDetails, FirebreakError } from '../../errors.ts';

/** A line that the controller writes; the end of them means that the controller is gone. */
export const request = z.object({ operation: z.string(), input: z.unknown() });

const failure = z.object({
  code: z.string(),
  message: z.string(),
  because: z.string().optional(),
  next: z.string().optional(),
  exit: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
});

/** Lines that a host writes: how the steps of what was asked go, and last what came of it. */
export const event = z.discriminatedUnion('event', [
  z.object({ event: z.literal('begin'), step: z.int(), parent: z.int(), name: z.string() }),
  z.object({ event: z.literal('end'), step: z.int(), failed: z.string().optional() }),
  z.object({ event: z.literal('bytes'), step: z.int(), done: z.number(), total: z.number().optional() }),
  z.object({ event: z.literal('note'), step: z.int(), text: z.string() }),
  z.object({ event: z.literal('result'), result: z.unknown() }),
  z.object({ event: z.literal('error'), error: failure }),
]);

export type HostEvent = z.infer<typeof event>;

export const failureOf = (thrown: unknown): z.infer<typeof failure> => {
  if (thrown instanceof FirebreakError) {
    const { code, message, because, next, exit } = thrown;
    return {
      code,
      message,
      exit,
      ...(because === undefined ? {} : { because }),
      ...(next === undefined ? {} : { next }),
    };
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { code: 'FB-HOST-UNEXPECTED', message: 'Something unexpected happened.', because: text, exit: 1 };
};

/** The error of a host as one of the controller's, which names the host. */
export const errorOnHost = (host: string, { code, message, because, next, exit }: z.infer<typeof failure>) =>
  new FirebreakError({
    code: codeOf(code),
    message: `${host}: ${message}`,
    ...(because === undefined ? {} : { because }),
    ...(next === undefined ? {} : { next: `on ${host}: ${next}` }),
    exit,
  });

const codeOf = (code: string): ErrorDetails['code'] => (isCode(code) ? code : 'FB-HOST-UNEXPECTED');
const isCode = (code: string): code is ErrorDetails['code'] => code.startsWith('FB-');
