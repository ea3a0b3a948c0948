import type { Progress } from '../../progress.ts';
import type { HostEvent } from '../on-host/wire.ts';

interface OpenStep {
  readonly progress: Progress;
  readonly parent: number;
  end(failed: string | undefined): void;
}

/** Shows the steps that a host tells of as steps of `root`. */
export const stepReplay = (root: Progress): { next(event: HostEvent): void; close(): void } => {
  const open = new Map<number, OpenStep>();
  const progressAt = (step: number): Progress => open.get(step)?.progress ?? root;

  const begin = (step: number, parent: number, name: string): void => {
    const shown = progressAt(parent).step(name, (progress) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const end = (failed: string | undefined): void => (failed === undefined ? resolve() : reject(new Error(failed)));
      open.set(step, { progress, parent, end });
      return promise;
    });
    // The host's answer, not the steps, says what failed.
    shown.catch(() => {});
  };

  return {
    next: (event) => {
      if (event.event === 'begin') begin(event.step, event.parent, event.name);
      if (event.event === 'bytes') progressAt(event.step).bytes(event.done, event.total);
      if (event.event === 'note') progressAt(event.step).note(event.text);
      if (event.event === 'end') {
        open.get(event.step)?.end(event.failed);
        open.delete(event.step);
      }
    },
    close: () => {
      for (const { end } of open.values()) end('the connection ended');
    },
  };
};
