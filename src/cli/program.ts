import { Argument, Command as CommanderCommand, InvalidArgumentError, Option } from 'commander';
import type { Command, CommandGroup, CommandOption, Operands, ParsedOptions } from './command.ts';

/** What was typed, once it is known to be well formed. */
export interface Request {
  readonly command: Command;
  readonly options: ParsedOptions;
  readonly operands: readonly string[];
  readonly json: boolean | string;
  readonly debug: boolean;
}

interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/** The commander program of `table`; it hands what was typed to `onRequest`, and throws CommanderError on bad usage. */
export const buildProgram = (
  table: readonly (Command | CommandGroup)[],
  version: string,
  streams: Streams,
  onRequest: (request: Request) => void,
): CommanderCommand => {
  const program = base('firebreak', streams)
    .description(
      'Spark on YARN with every container behind its own kernel, measured and proven against plain containers',
    )
    .version(version, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', '\nStart here:\n  $ firebreak quickstart\n');
  for (const entry of table)
    program.addCommand(isGroup(entry) ? group(entry, streams, onRequest) : leaf(entry, streams, onRequest));
  return program;
};

export const isGroup = (entry: Command | CommandGroup): entry is CommandGroup => 'commands' in entry;

const base = (name: string, streams: Streams): CommanderCommand =>
  new CommanderCommand(name)
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: streams.err, outputError: () => {} })
    .showSuggestionAfterError()
    .helpOption('-h, --help', 'show this help');

const group = (entry: CommandGroup, streams: Streams, onRequest: (request: Request) => void): CommanderCommand => {
  const node = base(entry.name, streams).description(entry.summary);
  for (const command of entry.commands)
    node.addCommand(leaf(command, streams, onRequest), { isDefault: command.name === entry.fallback });
  return node;
};

const leaf = (command: Command, streams: Streams, onRequest: (request: Request) => void): CommanderCommand => {
  const node = base(command.name, streams).summary(command.summary).description(command.description);
  if (command.operands) node.addArgument(argument(command.operands));
  for (const option of allOptions(command)) node.addOption(commanderOption(option));
  node.addHelpText('after', examplesText(command));
  return node.action(() => {
    const { json, debug, ...options } = node.opts<ParsedOptions>();
    onRequest({
      command,
      options: named(command, options),
      operands: node.args,
      json: typeof json === 'string' ? json : json === true,
      debug: debug === true,
    });
  });
};

const argument = ({ usage, summary, choices }: Operands): Argument => {
  const made = new Argument(usage, summary);
  return choices ? made.choices(choices) : made;
};

/** A command's own options, then those that every command has. */
export const allOptions = (command: Pick<Command, 'options' | 'json'>): CommandOption[] => [
  ...Object.values(command.options),
  command.json === 'file'
    ? { kind: 'text', flags: '--json <file>', summary: 'write the whole outcome to this file, as JSON' }
    : { kind: 'flag', flags: '--json', summary: 'print the outcome as JSON' },
  { kind: 'flag', flags: '--debug', summary: 'show the stack of an error' },
];

const commanderOption = (option: CommandOption): Option => {
  const made = new Option(option.flags, option.summary);
  if (option.kind === 'number') made.argParser(numberOf);
  if (option.kind === 'list') made.argParser((text: string) => listOf(text, option.choices));
  if (option.kind === 'text' && option.choices) made.choices(option.choices);
  if (option.kind !== 'flag' && option.default !== undefined) made.default(option.default, defaultText(option.default));
  return made;
};

const defaultText = (value: string | number | readonly string[]): string =>
  Array.isArray(value) ? value.join(',') : String(value);

const numberOf = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('It must be a number, and not below 0.');
  return value;
};

const listOf = (text: string, choices: readonly string[] | undefined): string[] => {
  const values = text.split(',').map((value) => value.trim());
  const wrong = values.find((value) => value === '' || (choices && !choices.includes(value)));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`Allowed, separated by commas: ${choices?.join(', ') ?? 'names'}.`);
  return values;
};

/** Commander's values under the names of the definition: flags that were not given are false. */
const named = (command: Command, values: ParsedOptions): ParsedOptions =>
  Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => {
      const value = values[new Option(option.flags).attributeName()];
      return [name, option.kind === 'flag' ? value === true : value];
    }),
  );

const examplesText = (command: Command): string =>
  [
    '',
    'Examples:',
    ...command.examples.flatMap(({ command: line, meaning }) => [`  # ${meaning}`, `  $ ${line}`]),
    '',
  ].join('\n');
