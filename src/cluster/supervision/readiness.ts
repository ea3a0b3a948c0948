import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { FirebreakError } from '../../errors.ts';
import type { Layout } from '../layout.ts';
import { firstAnswer } from '../masters.ts';
import type { Readiness, Service } from '../services/service.ts';
import { until } from '../until.ts';
import { logFolder } from './service-folder.ts';
import { serviceState } from './service-state.ts';
import { tellingLines } from './telling-lines.ts';

/** Starts that are not the last: a daemon that needs another one may fail a few times until that is there. */
const starts = 5;
/** As long as a NameNode that it needs may be waited for while that is made. */
const seconds = 180;

/** Resolves when the service can be used. @throws FirebreakError `FB-UP-SERVICE` as soon as it keeps ending */
export const untilReady = async (layout: Layout, service: Service, signal: AbortSignal): Promise<void> => {
  const pids = new Set<number>();
  const ready = async (): Promise<boolean> => {
    const state = await serviceState(layout, service.name);
    if (state !== undefined) pids.add(state.pid);
    if (pids.size >= starts) await keepsEnding(layout, service);
    return state !== undefined && (await isReady(service.ready, signal));
  };
  const because = () => lastLines(layout, service);
  await until(ready, { signal, seconds, what: `${service.name} to be ready`, because });
};

export const isReady = async (readiness: Readiness, signal: AbortSignal): Promise<boolean> => {
  if ('socket' in readiness) return accepts(readiness.socket);
  for (const { urls, expects } of readiness.pages) if (!(await oneAnswers(urls, expects, signal))) return false;
  return true;
};

const accepts = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = connect(socket);
    connection.once('connect', () => resolve(true)).once('error', () => resolve(false));
    connection.once('connect', () => connection.destroy());
  });

const oneAnswers = (urls: readonly string[], expects: RegExp, signal: AbortSignal): Promise<boolean> =>
  firstAnswer(urls, async (url) => {
    if (!(await answers(url, expects, signal))) throw new Error(`${url} does not answer as expected`);
    return true;
  }).catch(() => false);

const answers = async (url: string, expects: RegExp, signal: AbortSignal): Promise<boolean> => {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    });
    return response.ok && expects.test(await response.text());
  } catch {
    return false;
  }
};

const keepsEnding = async (layout: Layout, service: Service): Promise<never> => {
  throw new FirebreakError({
    code: 'FB-UP-SERVICE',
    message: `${service.name} ended ${starts - 1} times while it started.`,
    because: await lastLines(layout, service),
    next: `Read \`firebreak logs ${service.name}\`, then run \`firebreak up\` again.`,
  });
};

const lastLines = async (layout: Layout, service: Service): Promise<string> =>
  tellingLines(await readFile(`${logFolder(layout, service.name)}/current`, 'utf8').catch(() => ''));
