import type { Command, CommandGroup, CommandOption } from '../command.ts';
import { allOptions, isGroup } from '../program.ts';

export interface Candidate {
  readonly word: string;
  readonly meaning: string;
}

/** What may stand for the last of `words`, the words after `firebreak`; empty where a file name is due. */
export const candidates = (table: readonly (Command | CommandGroup)[], words: readonly string[]): Candidate[] => {
  const current = words.at(-1) ?? '';
  return possible(table, words.slice(0, -1)).filter(({ word }) => word.startsWith(current));
};

const possible = (table: readonly (Command | CommandGroup)[], before: readonly string[]): Candidate[] => {
  const [name, ...rest] = before;
  if (name === undefined) return table.map(({ name: word, summary: meaning }) => ({ word, meaning }));
  const entry = table.find((each) => each.name === name);
  if (entry === undefined || rest.includes('--')) return [];
  return isGroup(entry) ? withinGroup(entry, rest) : withinCommand(entry, rest);
};

const withinGroup = (group: CommandGroup, before: readonly string[]): Candidate[] => {
  const named = possible(group.commands, before);
  const fallback = group.commands.find(({ name }) => name === group.fallback);
  const isNamed = group.commands.some(({ name }) => name === before[0]);
  return fallback === undefined || isNamed ? named : [...named, ...withinCommand(fallback, before)];
};

const withinCommand = (command: Command, before: readonly string[]): Candidate[] => {
  const options = allOptions(command);
  const awaited = options.find((option) => takesValue(option) && flagsOf(option).includes(before.at(-1) ?? ''));
  if (awaited) return choicesOf(awaited).map((word) => ({ word, meaning: awaited.summary }));
  const operands = (command.operands?.choices ?? []).map((word) => ({
    word,
    meaning: command.operands?.summary ?? '',
  }));
  return [...operands, ...options.map((option) => ({ word: flagsOf(option).at(-1) ?? '', meaning: option.summary }))];
};

const flagsOf = (option: CommandOption): string[] => option.flags.match(/(?<![\w<-])--?[\w-]+/g) ?? [];

const takesValue = (option: CommandOption): boolean => /[<[]/.test(option.flags);

const choicesOf = (option: CommandOption): readonly string[] =>
  option.kind === 'text' || option.kind === 'list' ? (option.choices ?? []) : [];
