import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { silentProgress } from '../../progress.ts';
import type { Plan } from '../plan.ts';
import { testPlan } from '../test-plan.ts';
import type { Phase } from './phase.ts';
import { runPhases } from './run-phases.ts';

const plan: Plan = testPlan();

const recorder = () => {
  const events: string[] = [];
  const phase = (name: string, after: Phase[], work: Phase['run'] = async () => {}): Phase => ({
    name,
    after,
    run: async (...given) => {
      events.push(`${name} begins`);
      await work(...given);
      events.push(`${name} ends`);
    },
  });
  return { events, phase };
};

it('a phase begins when all before it have ended, and others run beside it', async () => {
  const { events, phase } = recorder();
  const first = phase('first', []);
  const slow = phase('slow', [first], () => delay(30));
  const quick = phase('quick', [first]);
  const last = phase('last', [slow, quick]);
  await runPhases([last, quick, slow, first], plan, silentProgress());
  expect(events.slice(0, 2)).toEqual(['first begins', 'first ends']);
  expect(events.indexOf('quick ends')).toBeLessThan(events.indexOf('slow ends'));
  expect(events.slice(-2)).toEqual(['last begins', 'last ends']);
});

it('a failure cancels what runs beside it, starts nothing after, and is what is thrown', async () => {
  const { events, phase } = recorder();
  const bad = phase('bad', [], async () => {
    throw new Error('port taken');
  });
  const beside = phase('beside', [], (_plan, { signal }) => delay(60_000, undefined, { signal }));
  const next = phase('next', [bad]);
  await expect(runPhases([bad, beside, next], plan, silentProgress())).rejects.toThrow('port taken');
  expect(events).not.toContain('next begins');
  expect(events).not.toContain('beside ends');
});

it('cancelled from outside, it ends once every phase has, with the reason', async () => {
  const { events, phase } = recorder();
  const controller = new AbortController();
  const first = phase('first', [], async () => controller.abort(new Error('Ctrl-C')));
  const next = phase('next', [first]);
  await expect(runPhases([first, next], plan, silentProgress(controller.signal))).rejects.toThrow('Ctrl-C');
  expect(events).toEqual(['first begins', 'first ends']);
});
