import type { Check, Finding } from './finding.ts';
import { kata } from './kata.ts';
import { kernel } from './kernel.ts';
import { machine } from './machine.ts';
import { software } from './software.ts';

const checks: readonly Check[] = [machine, kernel, software, kata];

/** Everything a cluster asks of this host; changes nothing. */
export const examineHost = async (): Promise<Finding[]> => (await Promise.all(checks.map((check) => check()))).flat();
