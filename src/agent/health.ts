import { constants } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { canAccess } from '../can-access.ts';
import { label } from '../engines/labels.ts';
import { reasonOf } from '../errors.ts';
import { writeByRename } from '../write-by-rename.ts';
import type { AgentConfiguration } from './configuration.ts';
import type { NodeAgent } from './node-agent.ts';

const everyMilliseconds = 10_000;

/** How long an engine may be away, and how often it is asked meanwhile. */
const patience = { milliseconds: 30_000, pause: 1_000 };

/**
 * Why this node cannot run some tenant's containers as its floor demands; undefined where it can. YARN then gives it no
 * containers at all: one that it starts nowhere would otherwise be sent here again and again.
 */
export const unhealthyBecause = async (
  { tenants, runtimes, kvm }: Pick<AgentConfiguration, 'tenants' | 'runtimes' | 'kvm'>,
  engineAnswers: () => Promise<unknown>,
): Promise<string | undefined> => {
  const lacking = tenants.find(({ runtime }) => !runtimes.includes(runtime));
  if (lacking !== undefined) return `tenant ${lacking.name} runs in ${lacking.runtime}, which this node does not have`;
  if (kvm !== undefined && tenants.some(({ runtime }) => runtime === 'kata')) {
    const usable = await canAccess(kvm, constants.R_OK | constants.W_OK);
    if (!usable) return `${kvm} cannot be opened, and tenants run in kata`;
  }
  return engineAnswers().then(
    () => undefined,
    (thrown: unknown) => `an engine does not answer: ${reasonOf(thrown)}`,
  );
};

/**
 * The answer, at once or after some failures. YARN ends every container of an unhealthy node, and an engine that
 * restarts leaves them running: it is given the time to come back.
 * @throws what `ask` threw last, when time is up
 */
export const patiently = async <Answer>(
  ask: () => Promise<Answer>,
  { milliseconds, pause } = patience,
): Promise<Answer> => {
  for (const deadline = performance.now() + milliseconds; ; await delay(pause)) {
    try {
      return await ask();
    } catch (thrown) {
      if (performance.now() >= deadline) throw thrown;
    }
  }
};

/** Tells the node's health in a file, for the NodeManager's health script, as long as the agent lives. */
export const tellHealth = async ({ configuration, engine, log }: NodeAgent): Promise<never> => {
  const { cluster, healthFile } = configuration;
  for (let before: string | undefined = ''; ; await delay(everyMilliseconds)) {
    const reason = await unhealthyBecause(configuration, () =>
      patiently(() => engine.list({ [label.cluster]: cluster })),
    );
    if (reason !== before) log(reason === undefined ? 'healthy' : 'unhealthy', { reason });
    before = reason;
    // The NodeManager takes a line that begins with ERROR for the reason.
    const text = reason === undefined ? 'OK\n' : `ERROR ${reason.replaceAll('\n', ' ')}\n`;
    await writeByRename(healthFile, text).catch((thrown: unknown) =>
      log('health not told', { reason: String(thrown) }),
    );
  }
};
