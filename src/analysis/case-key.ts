import type { Sample } from '../evidence/sample.ts';

/** One name for a case, the same whatever the order of its parameters: `random read (depth 32, path local)`. */
export const caseKey = ({ name, parameters }: Sample['case']): string => {
  const settings = Object.entries(parameters).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return settings.length === 0 ? name : `${name} (${settings.map(([key, value]) => `${key} ${value}`).join(', ')})`;
};
