import { FirebreakError } from '../errors.ts';

const units = { s: 1, m: 60, h: 3600 } as const;

/** `90s`, `30m` or `2h` in seconds. @throws FirebreakError `FB-CLI-TIME` */
export const secondsOf = (text: string): number => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * units[unit as keyof typeof units];
  if (seconds > 0) return seconds;
  throw new FirebreakError({
    code: 'FB-CLI-TIME',
    message: `${text} is no span of time.`,
    next: 'a number and its unit: 90s, 30m or 2h',
    exit: 2,
  });
};
