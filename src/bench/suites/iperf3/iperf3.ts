import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { compile } from '../../../compile/compile.ts';
import type { Progress } from '../../../progress.ts';
import type { Place } from '../../containers/place.ts';
import { openStage, type Stage } from '../../containers/stage.ts';
import { byPreset, presetOf } from '../../preset.ts';
import type { Measurement, Observation, Site, Suite, Trial } from '../../suite.ts';
import { casesOf } from './cases.ts';
import { measureLatency, measureTcp, measureUdp, type Route } from './measure.ts';
import { receiveLibrary } from './receive.ts';
import { serve } from './serve.ts';

/** The network: streams, packets and round trips. */
export const iperf3: Suite = {
  name: 'iperf3',
  summary: 'what streams, packets and round trips cost between containers',
  weight: 4,
  open: async (site, progress) => {
    await using stack = new AsyncDisposableStack();
    const stage = stack.use(await openEquipped(site, progress));
    const places = [...site.runtimes, ...stage.ceilings].map((where) => serverOf(stage, where));
    stack.use(await serve(places, progress.signal));
    const preset = presetOf(site.options);
    const seconds = byPreset(site.options, { smoke: 1, quick: 1, standard: 2 });
    const owned = stack.move();
    return {
      trials: [
        trialOf(stage, 'container to container', casesOf(preset), seconds),
        ...(stage.ceilings.includes('host') ? [trialOf(stage, 'host to container', casesOf(preset), seconds)] : []),
      ],
      notMeasured: [
        ...stage.notMeasured,
        { what: 'connections that containers open to the host', because: 'the cluster’s firewall refuses them' },
        { what: 'between hosts', because: 'everything is measured on one' },
      ],
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};

/** Two containers in each runtime class, with what sockperf is run with in their work folders. */
const openEquipped = async (site: Site, progress: Progress): Promise<Stage> => {
  await using folder = await mkdtempDisposable(`${tmpdir()}/firebreak-receive-`);
  const library = receiveLibrary(folder.path);
  await compile(library, progress);
  return await openStage(site, 2, progress, [library.output]);
};

type Between = 'container to container' | 'host to container';

const serverOf = (stage: Stage, where: string): Place => {
  const [server] = stage.places(where);
  if (server === undefined) throw new Error(`nothing to run in ${where}`);
  return server;
};

/** Of the bare host, from itself to itself: the physical limit of both. */
const routeOf = (stage: Stage, between: Between, where: string): Route => {
  const [server, other] = stage.places(where);
  const client = where === 'host' || between === 'host to container' ? stage.places('host')[0] : other;
  if (server === undefined || client === undefined) throw new Error(`no two ends in ${where}`);
  return { server, client };
};

const trialOf = (stage: Stage, between: Between, cases: ReturnType<typeof casesOf>, seconds: number): Trial => ({
  name: between,
  maximumRounds: 20,
  goal: { metric: 'throughput', over: 'each case' },
  ceilings: stage.ceilings,
  measure: async (where, { signal }): Promise<Measurement> => {
    const bounds = { seconds, signal };
    const route = routeOf(stage, between, where);
    const observations: Observation[] = [];
    const raw: Record<string, string> = {};
    const add = (name: string, taken: { observation: Observation; text: string }): void => {
      observations.push({ ...taken.observation, case: { ...taken.observation.case, name: `${between}, ${name}` } });
      raw[`${between}-${name}`.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase() + '.txt'] = taken.text;
    };
    for (const each of cases.tcp) add(each.name, await measureTcp(route, each, bounds));
    for (const each of cases.udp) add(each.name, await measureUdp(route, each, bounds));
    for (const each of cases.latency) add(each.name, await measureLatency(route, each, bounds));
    return { observations, ...stage.facts(where), raw };
  },
});
