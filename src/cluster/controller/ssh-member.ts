import { installDir } from '../../distribution/folders.ts';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { HostSpec } from '../host-spec.ts';
import { type Connection, openConnection, quoted } from '../hosts/ssh/connection.ts';
import { lackingFolders, sendFolder } from '../hosts/ssh/send-folder.ts';
import type { InputOf, OperationName, OutputOf } from '../on-host/operations.ts';
import { errorOnHost } from '../on-host/wire.ts';
import { nodeOnHost } from '../plan.ts';
import type { AtMost } from './at-most.ts';
import { commandLineOnHost, ownFolders } from './host-program.ts';
import { type HostSession, openSession } from './host-session.ts';
import type { Member, SentFolder } from './member.ts';
import { stepReplay } from './step-replay.ts';

/** A host behind ssh; it is sent something only when `transfer` lets it. */
export const sshMember = async (
  name: string,
  index: number,
  { address, ssh }: HostSpec,
  transfer: AtMost,
): Promise<Member> => {
  const { configFile: config, user, port, identityFile } = ssh ?? {};
  const connection = await openConnection(address, { config, user, port, identityFile });
  const session = openSession(connection);
  const send = (folder: SentFolder, progress: Progress): Promise<boolean> =>
    transfer(() => progress.step(folder.name, (step) => sendFolder(connection, folder, step)));
  return {
    name,
    index,
    isLocal: false,
    reach: (progress) => checkProcessor(name, connection, progress),
    prepare: async (progress) => {
      const lacking = await lackingFolders(connection, await ownFolders(), progress);
      for (const folder of lacking) await send(folder, progress);
      if (lacking.length > 0) await writeCommand(connection, progress);
    },
    lacking: (wanted, progress) => lackingFolders(connection, wanted, progress),
    send,
    command: (words, signal) =>
      connection.run({ script: `${nodeOnHost} ${commandLineOnHost} ${words.map(quoted).join(' ')} || true`, signal }),
    ask: (operation, input, progress) => ask(name, session, operation, input, progress),
    [Symbol.asyncDispose]: async () => {
      await session[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
};

const processors: Readonly<Record<string, string>> = { x86_64: 'x64', aarch64: 'arm64' };

/** Everything is built here for hosts like this machine. */
const checkProcessor = async (name: string, connection: Connection, { signal }: Progress): Promise<void> => {
  const machine = (await connection.run({ script: 'uname -m', signal })).trim();
  if (processors[machine] === process.arch) return;
  throw new FirebreakError({
    code: 'FB-HOST-PROCESSOR',
    message: `${name} has an ${machine} processor, and this machine’s software is for ${process.arch}.`,
    next: 'Run the command on a machine with the same processor as the hosts.',
    exit: 4,
  });
};

/** So that an admin on the host, too, can say `firebreak status` and `firebreak submit`. */
const commandOnHost = `${installDir}/bin/firebreak`;

const writeCommand = async (connection: Connection, { signal }: Progress): Promise<void> => {
  const text = `#!/bin/sh\nexec ${nodeOnHost} ${commandLineOnHost} "$@"\n`;
  const script = `mkdir -p ${installDir}/bin && printf %s ${quoted(text)} >${commandOnHost}.new && chmod 755 ${commandOnHost}.new && mv ${commandOnHost}.new ${commandOnHost}`;
  await connection.run({ script, signal });
};

const ask = async <Name extends OperationName>(
  name: string,
  session: HostSession,
  operation: Name,
  input: InputOf<Name>,
  progress: Progress,
): Promise<OutputOf<Name>> => {
  const replay = stepReplay(progress);
  try {
    const said = await session.ask(JSON.stringify({ operation, input }), replay.next, progress.signal);
    if (said === undefined) throw new Error(`${name} gave no answer to ${operation}`);
    if (said.event === 'error') throw errorOnHost(name, said.error);
    return ofOperation<Name>(said.result);
  } finally {
    replay.close();
  }
};

/** Both ends are one program of one version: what comes is what its types say. */
const ofOperation = <Name extends OperationName>(result: unknown): OutputOf<Name> => result as OutputOf<Name>;
