import type { Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands/table.ts';
import { allOptions, isGroup } from '../../src/cli/program.ts';

/** docs/reference/cli.md, from the definitions of the commands. */
export const cliPage = (): string =>
  [
    '# Commands',
    '',
    'Generated from the definitions of the commands by `npm run docs`.',
    '',
    'Exit codes of every command: 0 ok, 1 failed, 2 wrong usage, 3 drift or regression, 4 the host is not able,',
    '130 interrupted. Results go to standard output; progress and errors to standard error. Progress is redrawn in place',
    'on a terminal and is plain lines elsewhere, or where `NO_COLOR` or `CI` is set.',
    '',
    'With `--json`, an error is one line of JSON on standard error: `{"error":{"code","message","because","next"}}`.',
    '',
    ...commands.flatMap((entry) =>
      isGroup(entry)
        ? entry.commands.flatMap((command) => commandSection(`firebreak ${entry.name} ${command.name}`, command))
        : commandSection(`firebreak ${entry.name}`, entry),
    ),
  ].join('\n');

const commandSection = (name: string, command: Command): string[] => [
  `## ${name}`,
  '',
  command.description,
  '',
  '```',
  [name, '[options]', command.operands?.usage].filter(Boolean).join(' '),
  '```',
  '',
  ...(command.operands ? [`\`${command.operands.usage}\`: ${command.operands.summary}`, ''] : []),
  '| option | meaning | default |',
  '|---|---|---|',
  ...allOptions(command).map((option) => {
    const value = option.kind === 'flag' ? undefined : option.default;
    const choices = 'choices' in option && option.choices ? ` (${option.choices.join(', ')})` : '';
    return `| \`${option.flags}\` | ${option.summary}${choices} | ${value === undefined ? '' : `\`${value}\``} |`;
  }),
  '',
  '```sh',
  ...command.examples.flatMap(({ command: line, meaning }) => [`# ${meaning}`, line]),
  '```',
  '',
];
