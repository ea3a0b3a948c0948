import { readFile } from 'node:fs/promises';
import type { Progress } from '../../progress.ts';
import { agentProgram } from '../agent-program.ts';
import type { Layout } from '../layout.ts';
import type { Plan } from '../plan.ts';
import type { Service, ServiceName } from '../services/service.ts';
import { serviceOf, servicesOf } from '../services/services.ts';
import { untilReady } from '../supervision/readiness.ts';
import { restartService } from '../supervision/restart-service.ts';
import {
  type ContentOf,
  digestOf,
  recordDigest,
  recordRest,
  recordStart,
  startedDigest,
} from '../supervision/service-folder.ts';
import { serviceState } from '../supervision/service-state.ts';
import { startService } from '../supervision/supervisor.ts';
import { plannedFiles } from './configuration.ts';
import type { Change, Phase } from './phase.ts';

/** The phase that has the service running with its present configuration, and ready. */
export const serviceRuns = (name: ServiceName, after: readonly Phase[]): Phase => ({
  name: `Start ${name}`,
  after,
  on: (plan) => servicesOf(plan.spec, plan.layout.roles).includes(name),
  pending: async (plan) => (isDrained(plan, name) ? [] : pendingStart(plan, name)),
  run: (plan, progress) =>
    isDrained(plan, name) ? letRest(plan, name, progress) : ensureRunning(plan, name, progress),
});

const isDrained = ({ drained }: Plan, name: ServiceName): boolean => drained.some((role) => role === name);

/** Of a drained host: what runs still has something to do there; what does not run waits for `drain --undo`. */
const letRest = async (plan: Plan, name: ServiceName, { note }: Progress): Promise<void> => {
  note('left as it is: the host is drained');
  const { digest, running } = await compare(plan.layout, serviceOf(plan, name), fileContent(plan.layout));
  if (running) return;
  await recordRest(plan.layout, name);
  // It will start with what is there now.
  await recordDigest(plan.layout, name, digest);
};

const fileContent =
  ({ conf }: Layout): ContentOf =>
  (file) =>
    readFile(`${conf}/${file}`);

export const ensureRunning = async (plan: Plan, name: ServiceName, progress: Progress): Promise<void> => {
  const { layout } = plan;
  const service = serviceOf(plan, name);
  const { digest, running, changed } = await compare(layout, service, fileContent(layout));
  if (changed || !running) {
    if (running) progress.note(`restarted, its configuration changed`);
    await recordStart(layout, name, digest);
    await (running ? restartService(layout, service, progress.signal) : startService(layout, name, progress.signal));
  }
  await untilReady(layout, service, progress.signal);
};

interface Comparison {
  readonly digest: string;
  readonly running: boolean;
  /** Whether it was last started with something else than it would be now. */
  readonly changed: boolean;
}

const compare = async (layout: Layout, service: Service, contentOf: ContentOf): Promise<Comparison> => {
  const digest = await digestOf(layout, service, contentOf);
  const running = (await serviceState(layout, service.name)) !== undefined;
  return { digest, running, changed: (await startedDigest(layout, service.name)) !== digest };
};

/** What `ensureRunning` would do once the files are as they must be. */
export const pendingStart = async (plan: Plan, name: ServiceName): Promise<Change[]> => {
  const { layout } = plan;
  const files = new Map((await plannedFiles(plan)).map(({ path, text }) => [path, text]));
  const bundle = name === 'agent' ? await agentProgram() : '';
  const contentOf: ContentOf = async (file) => {
    if (file.endsWith('/firebreakd.mjs')) return bundle;
    const path = `${layout.conf}/${file}`;
    return files.get(path) ?? readFile(path).catch(() => '');
  };
  const { running, changed } = await compare(layout, serviceOf(plan, name), contentOf);
  if (!running) return [{ what: name, why: 'does not run' }];
  return changed ? [{ what: name, why: 'restarts: what it reads changes' }] : [];
};
