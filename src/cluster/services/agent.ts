import type { Plan } from '../plan.ts';
import type { Service } from './service.ts';

export const agentBundle = (plan: Plan): string => `${plan.layout.bin}/firebreakd.mjs`;

export const agent = (plan: Plan): Service => ({
  name: 'agent',
  user: 'root',
  command: [plan.node, agentBundle(plan), `${plan.layout.conf}/agent.json`],
  environment: { LANG: 'C.UTF-8' },
  ready: { socket: plan.layout.agentSocket },
  reads: ['agent.json', '../bin/firebreakd.mjs'],
  locked: true,
});
