import type { Command, CommandGroup } from '../command.ts';
import { bench } from './bench.ts';
import { completion } from './completion.ts';
import { doctor } from './doctor.ts';
import { down } from './down.ts';
import { drain } from './drain.ts';
import { env } from './env.ts';
import { init } from './init.ts';
import { kata } from './kata.ts';
import { logs } from './logs.ts';
import { plan } from './plan.ts';
import { quickstart } from './quickstart.ts';
import { report } from './report.ts';
import { scale } from './scale.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { submit } from './submit.ts';
import { tune } from './tune.ts';
import { up } from './up.ts';
import { upgrade } from './upgrade.ts';

/** Every command, in the order a new user meets them. */
export const commands: readonly (Command | CommandGroup)[] = [
  quickstart,
  doctor,
  init,
  plan,
  up,
  start,
  status,
  logs,
  env,
  submit,
  drain,
  scale,
  upgrade,
  down,
  kata,
  bench,
  report,
  tune,
  completion,
];
