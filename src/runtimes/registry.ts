import { gvisor } from './gvisor/gvisor.ts';
import { kata } from './kata/kata.ts';
import { runc } from './runc/runc.ts';
import type { RuntimeClass } from './runtime-class.ts';

/** The runtime classes this version can run, weakest first. */
export const runtimeClasses: readonly RuntimeClass[] = [runc, gvisor, kata];

export const runtimeClass = (name: string): RuntimeClass | undefined =>
  runtimeClasses.find((candidate) => candidate.name === name);
