import type { Candidate } from './candidate.ts';
import { gvisorCandidates } from './gvisor.ts';
import { kataCandidates } from './kata.ts';

/** All there are, each of its runtime class. */
export const candidates: readonly Candidate[] = [
  ...gvisorCandidates.map((each) => ({ runtime: 'gvisor' as const, ...each })),
  ...kataCandidates.map((each) => ({ runtime: 'kata' as const, ...each })),
];
