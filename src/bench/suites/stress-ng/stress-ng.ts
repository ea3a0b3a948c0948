import type { Reading } from '../../../evidence/sample.ts';
import type { Progress } from '../../../progress.ts';
import { openStage, type Stage } from '../../containers/stage.ts';
import { byPreset } from '../../preset.ts';
import type { Measurement, Suite, Trial } from '../../suite.ts';
import { parseStressNg } from './parse.ts';
import { type Stressor, stressors } from './stressors.ts';

/** CPU, memory and the calls to the kernel that a JVM's time goes into. */
export const stressNg: Suite = {
  name: 'stress-ng',
  summary: 'what computing, memory and calls to the kernel cost',
  weight: 2,
  open: async (site, progress) => {
    const stage = await openStage(site, 1, progress);
    const seconds = byPreset(site.options, { smoke: 1, quick: 1, standard: 2 });
    return {
      trials: stressors.map((stressor) => trialOf(stage, stressor, seconds)),
      notMeasured: stage.notMeasured,
      [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
    };
  },
};

const trialOf = (stage: Stage, stressor: Stressor, seconds: number): Trial => ({
  name: stressor.name,
  maximumRounds: 20,
  goal: { metric: 'rate', over: 'each case' },
  ceilings: stage.ceilings,
  measure: (where, progress) => measure(stage, stressor, seconds, where, progress),
});

const measure = async (
  stage: Stage,
  stressor: Stressor,
  seconds: number,
  where: string,
  { signal }: Progress,
): Promise<Measurement> => {
  const [place] = stage.places(where);
  if (place === undefined) throw new Error(`nothing to run in ${where}`);
  const words = [...stressor.arguments, '--timeout', `${seconds}s`, '--temp-path', '/tmp', '--metrics'];
  // The tool's own words go to stderr; its figures to a file, since not every stdout can be opened anew.
  const argv = [
    'sh',
    '-c',
    'f=$(mktemp) && stress-ng "$@" --yaml "$f" >&2; s=$?; cat "$f"; rm "$f"; exit $s',
    'sh',
    ...words,
  ];
  const { stdout, cpuSeconds: counted } = await place.run(argv, { seconds: seconds + 30, signal });
  const result = parseStressNg(stdout);
  const cpuSeconds = counted ?? result.cpuSeconds;
  const per = (time: number): number => (time > 0 ? result.operations / time : 0);
  const readings: Reading[] = [
    { metric: 'rate', unit: '1/s', better: 'higher', value: per(result.wallSeconds) },
    { metric: 'rate per CPU second', unit: '1/s', better: 'higher', value: per(cpuSeconds) },
    { metric: 'CPU time', unit: 's', better: 'neither', value: cpuSeconds },
  ];
  return {
    observations: [
      { case: { name: stressor.name, parameters: { means: stressor.means, seconds, instances: 1 } }, readings },
    ],
    ...stage.facts(where),
    raw: { [`stress-ng-${stressor.name}.yaml`]: stdout },
  };
};
