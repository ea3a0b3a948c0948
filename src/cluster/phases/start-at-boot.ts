import { bootUnit, hasSystemd, installUnit, presentUnit } from '../supervision/boot-unit.ts';
import { phaseOfChanges } from './change.ts';
import { configuration } from './configuration.ts';

/** Where systemd runs; elsewhere the machine's own way to start things is not known to us. */
export const startAtBoot = phaseOfChanges({
  name: 'Have it started at boot',
  after: [configuration],
  changes: async ({ spec }) => {
    if (!(await hasSystemd())) return [];
    const [wanted, present] = [bootUnit(spec), await presentUnit(spec.name)];
    if (present === wanted) return [];
    const why = present === undefined ? 'is missing' : 'is not what the spec makes it';
    return [{ what: `unit firebreak-${spec.name}`, why, apply: () => installUnit(spec.name, wanted) }];
  },
});
