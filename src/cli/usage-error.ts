import type { CommanderError } from 'commander';
import { FirebreakError } from '../errors.ts';

/** Commander's complaint in our words; its suggestion becomes what to type next. */
export const usageError = (error: CommanderError, argv: readonly string[]): FirebreakError => {
  const complaint = error.message.replace(/^error: /, '');
  const [message = complaint, suggestion] = complaint.split('\n');
  const meant = suggestion?.match(/Did you mean (?:one of )?(.*)\?/)?.[1];
  return new FirebreakError({
    code: 'FB-CLI-USAGE',
    message: error.code === 'commander.help' ? 'name a command' : message,
    next: meant ? `did you mean ${meant}?` : `firebreak ${helpOf(argv)}`,
    exit: 2,
  });
};

const helpOf = (argv: readonly string[]): string => {
  const command = argv.find((word) => !word.startsWith('-'));
  return command && !unknown(command) ? `${command} --help` : '--help';
};

const unknown = (word: string): boolean => !/^[a-z]+$/.test(word);
