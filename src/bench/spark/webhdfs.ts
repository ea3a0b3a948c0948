import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { FirebreakError, reasonOf } from '../../errors.ts';

export interface HdfsFile {
  readonly name: string;
  readonly directory: boolean;
  /** Bytes. */
  readonly size: number;
}

/** A cluster's HDFS over its REST interface: no JVM to start. */
export interface WebHdfs {
  /** What is in a folder; empty when there is no such folder. */
  list(path: string): Promise<HdfsFile[]>;
  makeFolder(path: string, permission: string): Promise<void>;
  setOwner(path: string, owner: string): Promise<void>;
  /** Writes a file of this host, replacing what is there; `onBytes` hears how many bytes went with each piece. */
  upload(file: string, path: string, onBytes?: (bytes: number) => void): Promise<void>;
  writeText(content: string, path: string): Promise<void>;
  readText(path: string): Promise<string>;
  /** Removes a folder and all in it, or a file; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
}

export interface WebHdfsOptions {
  /** The NameNode's web address, e.g. `http://172.30.0.1:9870`. */
  readonly nameNode: string;
  /** Who asks: `user.name` of Hadoop's simple authentication. */
  readonly user: string;
  readonly signal: AbortSignal;
  /** DataNodes name themselves by their host name in redirects; gives an address this host can reach. */
  readonly addressOf: (hostname: string) => string;
}

const located = z.object({ Location: z.url() });
const listing = z.object({
  FileStatuses: z.object({
    FileStatus: z.array(z.object({ pathSuffix: z.string(), type: z.enum(['FILE', 'DIRECTORY']), length: z.int() })),
  }),
});
const remoteException = z.object({ RemoteException: z.object({ exception: z.string(), message: z.string() }) });

type Parameters = Readonly<Record<string, string>>;
type Source = AsyncIterable<Buffer | string>;

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Speaks WebHDFS (Hadoop documentation, "WebHDFS REST API"); every failure is `FB-BENCH-HDFS`. */
export const webHdfs = (options: WebHdfsOptions): WebHdfs => {
  const call = async (method: string, path: string, parameters: Parameters): Promise<Response> =>
    checked(path, await send(path, operationUrl(options, path, parameters), { method, signal: options.signal }));

  /** The DataNode that will take or give the file's bytes. */
  const locate = async (method: string, path: string, parameters: Parameters): Promise<URL> => {
    const response = await call(method, path, { ...parameters, noredirect: 'true' });
    const url = new URL(located.parse(await response.json()).Location);
    url.hostname = options.addressOf(url.hostname);
    return url;
  };

  const write = async (path: string, source: Source): Promise<void> => {
    const url = await locate('PUT', path, { op: 'CREATE', overwrite: 'true', permission: '644' });
    const { status, text } = await put(path, url, source, options.signal);
    if (status !== 201) {
      throw failure(path, `${status} ${exceptionIn(text) ?? text.slice(0, 300)}`);
    }
  };

  return {
    list: async (path) => {
      const response = await send(path, operationUrl(options, path, { op: 'LISTSTATUS' }), { signal: options.signal });
      if (response.status === 404) {
        await response.arrayBuffer();
        return [];
      }
      const { FileStatuses } = listing.parse(await (await checked(path, response)).json());
      return FileStatuses.FileStatus.map((status) => ({
        name: status.pathSuffix,
        directory: status.type === 'DIRECTORY',
        size: status.length,
      }));
    },
    makeFolder: async (path, permission) => {
      await (await call('PUT', path, { op: 'MKDIRS', permission })).arrayBuffer();
    },
    setOwner: async (path, owner) => {
      await (await call('PUT', path, { op: 'SETOWNER', owner })).arrayBuffer();
    },
    upload: (file, path, onBytes = () => {}) => write(path, readCounted(file, onBytes)),
    writeText: (content, path) => write(path, Readable.from([content])),
    readText: async (path) => {
      const url = await locate('GET', path, { op: 'OPEN' });
      return (await checked(path, await send(path, url, { signal: options.signal }))).text();
    },
    remove: async (path) => {
      await (await call('DELETE', path, { op: 'DELETE', recursive: 'true' })).arrayBuffer();
    },
  };
};

const operationUrl = ({ nameNode, user }: WebHdfsOptions, path: string, parameters: Parameters): URL => {
  const url = new URL(`/webhdfs/v1${path.split('/').map(encodeURIComponent).join('/')}`, nameNode);
  url.search = new URLSearchParams({ 'user.name': user, ...parameters }).toString();
  return url;
};

async function* readCounted(file: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Not by fetch: a DataNode answers `100 Continue` unasked (WebHdfsHandler.onCreate), which fetch takes for an error. */
const put = async (path: string, url: URL, source: Source, signal: AbortSignal): Promise<Reply> => {
  const target = request(url, { method: 'PUT', signal });
  try {
    const answered = once(target, 'response', { signal }) as Promise<[IncomingMessage]>;
    const [[response]] = await Promise.all([answered, pipeline(source, target, { signal })]);
    return { status: response.statusCode ?? 0, text: await text(response) };
  } catch (thrown) {
    target.destroy();
    signal.throwIfAborted();
    throw failure(path, reasonOf(thrown), thrown);
  }
};

const send = async (path: string, url: URL, request: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, request);
  } catch (thrown) {
    request.signal?.throwIfAborted();
    const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
    throw failure(path, `${url.host} does not answer: ${reasonOf(cause)}`, thrown);
  }
};

const checked = async (path: string, response: Response): Promise<Response> => {
  if (response.ok) {
    return response;
  }
  const text = await response.text();
  throw failure(path, `${response.status} ${exceptionIn(text) ?? text.slice(0, 300)}`);
};

const exceptionIn = (text: string): string | undefined => {
  try {
    const { exception, message } = remoteException.parse(JSON.parse(text)).RemoteException;
    return `${exception}: ${message}`;
  } catch {
    return undefined;
  }
};

const failure = (path: string, because: string, cause?: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-BENCH-HDFS',
    message: `HDFS refused or lost a request for ${path}`,
    because,
    next: 'firebreak status, then firebreak logs namenode',
    cause,
  });
