import { PassThrough } from 'node:stream';
import { installDir } from '../../distribution/folders.ts';
import { type Connection, quoted } from '../hosts/ssh/connection.ts';
import { event, type HostEvent } from '../on-host/wire.ts';
import { nodeOnHost } from '../plan.ts';
import { serveOnHost } from './host-program.ts';

type Answer = Extract<HostEvent, { event: 'result' | 'error' }>;

/** This program on a host: started by the first question, it answers those that follow too, one at a time. */
export interface HostSession extends AsyncDisposable {
  /**
   * The last line that the host says to a line of ours; `onEvent` gets those before. Undefined where it ended without.
   * An aborted signal ends the program there, and with it whatever it did.
   * @throws FirebreakError what a connection throws
   */
  ask(question: string, onEvent: (said: HostEvent) => void, signal: AbortSignal): Promise<Answer | undefined>;
}

export const openSession = (connection: Connection): HostSession => {
  let program: Program | undefined;
  return {
    ask: async (question, onEvent, signal) => {
      signal.throwIfAborted();
      if (program === undefined || program.ended()) program = start(connection);
      const running = program;
      const stop = (): void => running.stop(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await running.ask(question, onEvent);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await program?.end();
    },
  };
};

interface Program {
  ask(question: string, onEvent: (said: HostEvent) => void): Promise<Answer | undefined>;
  /** Lets it end, and waits for that. */
  end(): Promise<void>;
  ended(): boolean;
  stop(reason: unknown): void;
}

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

const script = `[ -e ${serveOnHost} ] || { echo ${quoted(nothingThere)}; exit 0; }; NODE_COMPILE_CACHE=${installDir}/compiled exec ${nodeOnHost} ${serveOnHost}`;

const start = (connection: Connection): Program => {
  // Open as long as somebody waits for answers: its end tells the host that nobody does any more.
  const questions = new PassThrough();
  const stopped = new AbortController();
  let listener: (said: HostEvent) => void = () => {};
  const onLine = (line: string): void => listener(event.parse(JSON.parse(line)));
  const ended = connection.run({ script, input: questions, onLine, signal: stopped.signal });
  let over = false;
  // Whoever asks hears why.
  ended
    .catch(() => undefined)
    .finally(() => {
      over = true;
    });
  return {
    ended: () => over || stopped.signal.aborted,
    ask: async (question, onEvent) => {
      const answered = new Promise<Answer>((resolve) => {
        listener = (said) => (said.event === 'result' || said.event === 'error' ? resolve(said) : onEvent(said));
      });
      questions.write(`${question}\n`);
      return Promise.race([answered, ended.then(() => undefined)]);
    },
    end: async () => {
      questions.end();
      await ended.catch(() => undefined);
    },
    stop: (reason) => {
      stopped.abort(reason);
      questions.destroy();
    },
  };
};
