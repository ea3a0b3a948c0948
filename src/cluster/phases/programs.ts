import { chmod, chown, copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canAccess } from '../../can-access.ts';
import { compile, isCompiled } from '../../compile/compile.ts';
import { compileLauncher, isLauncherCompiled } from '../../launcher/compile.ts';
import { rememberedCallsLibrary } from '../../preload/remembered-calls.ts';
import { agentProgram as agentText } from '../agent-program.ts';
import { accountOf } from '../hosts/accounts.ts';
import { agentBundle } from '../services/agent.ts';
import { folders } from './folders.ts';
import { type Change, type Phase, withRole } from './phase.ts';
import { writeWhole } from './write-whole.ts';

/** The agent as one file with a Node of its own: it goes on running whatever becomes of this checkout. */
export const agentProgram: Phase = {
  name: 'Build the agent',
  after: [folders],
  on: withRole('nodemanager'),
  pending: async (plan) => {
    const present = await readFile(agentBundle(plan), 'utf8').catch(() => undefined);
    if (present === (await agentText())) return [];
    return [{ what: 'agent', why: present === undefined ? 'is missing' : 'is of another version' }];
  },
  run: async (plan) => {
    await writeWhole(agentBundle(plan), await agentText(), 0o644);
    for (const name of ['runtime.proto', 'tasks.proto']) {
      await copyFile(new URL(`../../engines/cri/${name}`, import.meta.url), `${plan.layout.bin}/${name}`);
    }
    await copyFile(new URL('../services/node-health', import.meta.url), plan.layout.healthScript);
    await chmod(plan.layout.healthScript, 0o755);
    if (!(await isCopied(plan.node))) await copyProgram(process.execPath, plan.node);
  },
};

export const launcher: Phase = {
  name: 'Compile the launcher',
  after: [folders],
  on: withRole('nodemanager'),
  pending: ({ layout }) =>
    pendingOf('launcher', layout.launcher, () =>
      isLauncherCompiled({ socket: layout.agentSocket, output: layout.launcher }),
    ),
  run: async ({ layout }, progress) => {
    await compileLauncher({ socket: layout.agentSocket, output: layout.launcher }, progress);
    const yarn = await accountOf('yarn');
    await chown(layout.launcher, 0, yarn?.gid ?? 0);
    await chmod(layout.launcher, 0o750);
  },
};

/** For containers in which calls are dear: see src/preload/remembered-calls.c. */
export const preload: Phase = {
  name: 'Compile the library that answers calls from memory',
  after: [folders],
  on: withRole('nodemanager'),
  pending: ({ layout }) =>
    pendingOf('remembered-calls.so', layout.rememberedCallsLibrary, () =>
      isCompiled(rememberedCallsLibrary(layout.rememberedCallsLibrary)),
    ),
  run: async ({ layout }, progress) => {
    await compile(rememberedCallsLibrary(layout.rememberedCallsLibrary), progress);
  },
};

const pendingOf = async (what: string, path: string, isCurrent: () => Promise<boolean>): Promise<Change[]> => {
  const present = await canAccess(path);
  if (!present) return [{ what, why: 'is missing' }];
  return (await isCurrent()) ? [] : [{ what, why: 'is of another version' }];
};

const isCopied = async (program: string): Promise<boolean> => {
  const [copy, original] = await Promise.all([stat(program).catch(() => undefined), stat(process.execPath)]);
  return copy?.size === original.size;
};

const copyProgram = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, `${to}.${process.pid}`);
  await chmod(`${to}.${process.pid}`, 0o755);
  await rename(`${to}.${process.pid}`, to);
};
