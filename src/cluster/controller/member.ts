import type { Progress } from '../../progress.ts';
import type { InputOf, OperationName, OutputOf } from '../on-host/operations.ts';

/** A host of the cluster as the controller sees it. */
export interface Member extends AsyncDisposable {
  /** By the spec. */
  readonly name: string;
  readonly index: number;
  /** True of the machine that the controller runs on. */
  readonly isLocal: boolean;
  /** @throws FirebreakError `FB-SSH-…`, `FB-HOST-PROCESSOR`: the host cannot be reached or used */
  reach(progress: Progress): Promise<void>;
  /**
   * Makes the host have this program, as it is here.
   * @throws FirebreakError `FB-SSH-…`, `FB-HOST-…`
   */
  prepare(progress: Progress): Promise<void>;
  /** Folders of `wanted` that would have to be sent. */
  lacking(wanted: readonly SentFolder[], progress: Progress): Promise<SentFolder[]>;
  /** Makes the host have a folder of software, as a step of its name, and says whether it had to be sent. */
  send(folder: SentFolder, progress: Progress): Promise<boolean>;
  /** What `firebreak` with those arguments prints on the host, however it ends. */
  command(words: readonly string[], signal: AbortSignal): Promise<string>;
  /** What the host answers. @throws FirebreakError with the host's name, and what the operation throws */
  ask<Name extends OperationName>(operation: Name, input: InputOf<Name>, progress: Progress): Promise<OutputOf<Name>>;
}

export interface SentFolder {
  /** As it is called in messages. */
  readonly name: string;
  readonly from: string;
  /** Names within `from`; default: all. */
  readonly names?: readonly string[];
  readonly to: string;
  /** Identifies the content. */
  readonly digest: string;
}
