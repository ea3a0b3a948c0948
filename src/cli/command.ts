import type { Terminal } from './terminal.ts';

/** How a command ends: 0 ok, 1 failed, 2 usage, 3 drift or regression, 4 host not able. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

interface OptionBase {
  /** As commander writes them, e.g. `-f, --file <cluster.yaml>`. */
  readonly flags: string;
  readonly summary: string;
}
export interface FlagOption extends OptionBase {
  readonly kind: 'flag';
}
export interface TextOption extends OptionBase {
  readonly kind: 'text';
  readonly default?: string;
  readonly choices?: readonly string[];
}
export interface NumberOption extends OptionBase {
  readonly kind: 'number';
  readonly default?: number;
}
export interface ListOption extends OptionBase {
  readonly kind: 'list';
  readonly default?: readonly string[];
  readonly choices?: readonly string[];
}
export type CommandOption = FlagOption | TextOption | NumberOption | ListOption;

export type CommandOptions = Readonly<Record<string, CommandOption>>;

export type ParsedOptions = Readonly<Record<string, boolean | string | number | readonly string[] | undefined>>;

type Given<O extends CommandOption, T> = O extends { readonly default: unknown } ? T : T | undefined;

type ValueOf<O extends CommandOption> = O extends FlagOption
  ? boolean
  : O extends NumberOption
    ? Given<O, number>
    : O extends ListOption
      ? Given<O, readonly string[]>
      : Given<O, string>;

export type OptionValues<Options extends CommandOptions> = {
  readonly [name in keyof Options]: ValueOf<Options[name]>;
};

/** What a command has to say: `json` with --json, `text` without. */
export interface Outcome {
  readonly exit: ExitCode;
  readonly text?: string;
  readonly json?: unknown;
}

export interface Operands {
  /** As commander writes them, e.g. `[service]` or `<arguments...>`. */
  readonly usage: string;
  readonly summary: string;
  readonly choices?: readonly string[];
}

export interface Example {
  readonly command: string;
  readonly meaning: string;
}

/** One command as data. */
export interface CommandData<Options extends CommandOptions = CommandOptions> {
  readonly name: string;
  readonly summary: string;
  /** A paragraph or two for --help and the reference. */
  readonly description: string;
  readonly operands?: Operands;
  readonly options: Options;
  /** `stdout` for --json, `file` for --json <file>. */
  readonly json: 'stdout' | 'file';
  /** Only root may; said before anything is done. */
  readonly root?: true;
  readonly examples: readonly [Example, ...Example[]];
}

export interface Invocation<Values> {
  readonly options: Values;
  readonly operands: readonly string[];
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** --json was given: where it goes, or true for standard output. */
  readonly json: boolean | string;
}

/** A command and what it does. */
export interface Command extends CommandData {
  run(invocation: Invocation<ParsedOptions>): Promise<Outcome>;
}

/** A group of commands, e.g. `bench`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Command[];
  /** Name of the command that is meant where none of them is typed: `bench fio` is `bench run fio`. */
  readonly fallback?: string;
}

/** Defines a command: `run` gets its options typed by their definitions and imports the implementation when called. */
export const command = <const Options extends CommandOptions>(
  data: CommandData<Options> & { run(invocation: Invocation<OptionValues<Options>>): Promise<Outcome> },
): Command => ({
  ...data,
  // program.ts parses every option by its `kind`, which is what OptionValues says of it.
  run: (invocation) => data.run({ ...invocation, options: invocation.options as OptionValues<Options> }),
});
