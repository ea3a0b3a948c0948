import { type Client, Metadata, type ServiceError } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';

/** One service of a proto file beside this one, called through `client`. Replies are for the caller to parse. */
export class GrpcService {
  readonly #client: Client;
  readonly #methods: ServiceDefinition;
  readonly #metadata = new Metadata();

  /** `file` is the proto's path, `name` the service's full name; `headers` go with each call. */
  constructor(client: Client, file: string, name: string, headers: Readonly<Record<string, string>> = {}) {
    this.#client = client;
    const service = loadSync(file, { longs: Number, enums: String, defaults: true, arrays: true, objects: true })[name];
    if (service === undefined || 'format' in service) throw new Error(`${file} has no service ${name}`);
    this.#methods = service;
    for (const [key, value] of Object.entries(headers)) this.#metadata.set(key, value);
  }

  call(method: string, request: object, options: { seconds?: number; signal?: AbortSignal | undefined } = {}) {
    const { seconds, signal } = options;
    return new Promise<unknown>((resolve, reject) => {
      const definition = this.#methods[method];
      if (definition === undefined) throw new Error(`there is no method ${method}`);
      const answered = (thrown: ServiceError | null, reply?: unknown): void => {
        signal?.removeEventListener('abort', cancel);
        if (thrown === null) resolve(reply);
        else reject(thrown);
      };
      const deadline = seconds === undefined ? {} : { deadline: Date.now() + seconds * 1000 };
      const { path, requestSerialize, responseDeserialize } = definition;
      const call = this.#client.makeUnaryRequest(
        ...[path, requestSerialize, responseDeserialize],
        ...[request, this.#metadata, deadline, answered],
      );
      const cancel = (): void => call.cancel();
      signal?.addEventListener('abort', cancel);
    });
  }
}

/** The gRPC status of a failed call; undefined where it is another error. */
export const grpcStatus = (thrown: unknown): number | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'number' ? thrown.code : undefined;
