import { PassThrough } from 'node:stream';
import { installDir } from '../../distribution/folders.ts';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { HostSpec } from '../host-spec.ts';
import { type Connection, openConnection, quoted } from '../hosts/ssh/connection.ts';
import { hasFolder, sendFolder } from '../hosts/ssh/send-folder.ts';
import type { InputOf, OperationName, OutputOf } from '../on-host/operations.ts';
import { errorOnHost, event } from '../on-host/wire.ts';
import { nodeOnHost } from '../plan.ts';
import { commandLineOnHost, hostNode, hostProgram, serveOnHost } from './host-program.ts';
import type { Member, SentFolder } from './member.ts';
import { stepReplay } from './step-replay.ts';

/** A host behind ssh. */
export const sshMember = async (name: string, index: number, { address, ssh }: HostSpec): Promise<Member> => {
  const { configFile: config, user, port, identityFile } = ssh ?? {};
  const connection = await openConnection(address, { config, user, port, identityFile });
  const send = (folder: SentFolder, progress: Progress): Promise<boolean> => sendFolder(connection, folder, progress);
  return {
    name,
    index,
    isLocal: false,
    reach: (progress) => checkProcessor(name, connection, progress),
    prepare: async (progress) => {
      await send(hostNode(), progress);
      if (await send(await hostProgram(), progress)) await writeCommand(connection, progress);
    },
    lacking: async (wanted, progress) => {
      const folders = [hostNode(), await hostProgram(), ...wanted];
      const there = await Promise.all(folders.map((folder) => hasFolder(connection, folder, progress)));
      return folders.filter((_, index) => !there[index]).map((folder) => folder.name);
    },
    send,
    command: (words, signal) =>
      connection.run({ script: `${nodeOnHost} ${commandLineOnHost} ${words.map(quoted).join(' ')} || true`, signal }),
    ask: (operation, input, progress) => ask(name, connection, operation, input, progress),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
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

/** Said where no program of ours is: nothing was ever brought up on that host. */
const nothingThere = JSON.stringify({
  event: 'error',
  error: {
    code: 'FB-HOST-NOTHING',
    message: 'Nothing of a cluster was ever brought up there.',
    next: 'firebreak up -f cluster.yaml, on the controller',
    exit: 1,
  },
});

const ask = async <Name extends OperationName>(
  name: string,
  connection: Connection,
  operation: Name,
  input: InputOf<Name>,
  progress: Progress,
): Promise<OutputOf<Name>> => {
  const replay = stepReplay(progress);
  const question = new PassThrough();
  question.write(`${JSON.stringify({ operation, input })}\n`);
  let answer: { readonly result: unknown } | undefined;
  let failure: FirebreakError | undefined;
  const onLine = (line: string): void => {
    const said = event.parse(JSON.parse(line));
    replay.next(said);
    if (said.event === 'result') answer = { result: said.result };
    if (said.event === 'error') failure = errorOnHost(name, said.error);
    // The open question tells the host that somebody waits for the answer.
    if (answer !== undefined || failure !== undefined) question.end();
  };
  const script = `[ -e ${serveOnHost} ] || { echo ${quoted(nothingThere)}; exit 0; }; NODE_COMPILE_CACHE=${installDir}/compiled exec ${nodeOnHost} ${serveOnHost}`;
  try {
    await connection.run({ script, input: question, onLine, signal: progress.signal });
  } finally {
    question.destroy();
    replay.close();
  }
  if (failure !== undefined) throw failure;
  if (answer === undefined) throw new Error(`${name} gave no answer to ${operation}`);
  return ofOperation<Name>(answer.result);
};

/** Both ends are one program of one version: what comes is what its types say. */
const ofOperation = <Name extends OperationName>(result: unknown): OutputOf<Name> => result as OutputOf<Name>;
