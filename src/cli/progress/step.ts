/** What a renderer sees of one step. */
export interface Step {
  readonly name: string;
  readonly parent: Step | undefined;
  readonly depth: number;
  readonly startedAt: number;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  readonly endedAt: number | undefined;
  readonly bytes: { readonly done: number; readonly total: number | undefined } | undefined;
  readonly children: readonly Step[];
}

/** Shows steps as they begin, move and end. Times are milliseconds of the same clock. */
export interface Renderer {
  started(step: Step): void;
  ended(step: Step): void;
  noted(step: Step | undefined, text: string): void;
  /** Takes down whatever is still on the screen; the last call. */
  close(): void;
}

/** The step's name behind those of the steps it is part of. */
export const pathOf = (step: Step): string => (step.parent ? `${pathOf(step.parent)}: ${step.name}` : step.name);
