import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import type { ExecResult } from '../engine.ts';

/** Docker's exec, to its end: the container's own user, limits and work folder, no terminal and no input. */
export const execInContainer = async (
  docker: Docker,
  name: string,
  argv: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ExecResult> => {
  const exec = await docker.getContainer(name).exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  docker.modem.demuxStream(stream, stdout, stderr);
  const texts = Promise.all([buffer(stdout), buffer(stderr)]);
  const stop = (): void => void stream.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await once(stream, 'close');
  } finally {
    signal?.removeEventListener('abort', stop);
    stdout.end();
    stderr.end();
  }
  signal?.throwIfAborted();
  const [out, err] = await texts;
  const { ExitCode } = await exec.inspect();
  return { code: ExitCode ?? -1, stdout: out.toString('utf8'), stderr: err.toString('utf8') };
};
