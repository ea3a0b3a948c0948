import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import type { Layout } from '../layout.ts';
import type { Service } from '../services/service.ts';
import { serviceState } from './service-state.ts';
import { startService, stopService } from './supervisor.ts';

/** Stops the service, in its own way where it has one, and starts it; returns before it is ready. */
export const restartService = async (layout: Layout, service: Service, signal: AbortSignal): Promise<void> => {
  if (!(await hasSaidFarewell(layout, service, signal))) await stopService(layout, service.name);
  await startService(layout, service.name, signal);
};

const farewellSeconds = 15;

/** Whether a service that runs has ended in its own way; its supervisor starts it again at once. */
const hasSaidFarewell = async (
  layout: Layout,
  { name, user, farewell }: Service,
  signal: AbortSignal,
): Promise<boolean> => {
  const before = await serviceState(layout, name);
  if (farewell === undefined || before === undefined) return false;
  const deadline = performance.now() + farewellSeconds * 1000;
  const options = { reject: false, cancelSignal: signal, timeout: farewellSeconds * 1000, cwd: '/' } as const;
  const { exitCode } = await execa('chpst', ['-u', user, ...farewell], options);
  signal.throwIfAborted();
  while (exitCode === 0 && performance.now() < deadline) {
    if ((await serviceState(layout, name))?.pid !== before.pid) return true;
    await delay(100, undefined, { signal });
  }
  return false;
};
