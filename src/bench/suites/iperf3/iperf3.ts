import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { compile } from '../../../compile/compile.ts';
import type { Progress } from '../../../progress.ts';
import type { Place } from '../../containers/place.ts';
import { openStage, type Stage } from '../../containers/stage.ts';
import type { Measurement, Site, Suite, Trial } from '../../suite.ts';
import { measure, type Route } from './measure.ts';
import { measurementOf, type Named } from './measurement-of.ts';
import { type Probe, probesFor } from './probes.ts';
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
    const probes = probesFor(site);
    const owned = stack.move();
    return {
      trials: [
        trialOf(stage, 'container to container', probes),
        ...(stage.ceilings.includes('host') ? [trialOf(stage, 'host to container', probes)] : []),
      ],
      notMeasured: [
        ...stage.notMeasured,
        { what: 'connections that containers open to the host', because: 'the cluster’s firewall refuses them' },
        { what: 'between hosts', because: 'it has a suite of its own, for a cluster of several: between-hosts' },
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

const trialOf = (stage: Stage, between: Between, probes: readonly Probe[]): Trial => ({
  name: between,
  maximumRounds: 20,
  goal: { metric: 'throughput', over: 'each case' },
  ceilings: stage.ceilings,
  measure: async (where, { signal }): Promise<Measurement> => {
    const route = routeOf(stage, between, where);
    const taken: Named[] = [];
    for (const probe of probes) taken.push({ name: probe.name, ...(await measure(route, probe, signal)) });
    return { ...measurementOf(between, taken), ...stage.facts(where) };
  },
});
