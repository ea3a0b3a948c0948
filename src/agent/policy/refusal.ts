import { FirebreakError } from '../../errors.ts';

/** What policy says no to; ends in the container's diagnostics, for `yarn logs` and the ResourceManager's page. */
export const refusal = (what: string, because: string, next?: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-POLICY-REFUSED',
    message: `Refused: ${what}.`,
    because,
    ...(next === undefined ? {} : { next }),
  });
