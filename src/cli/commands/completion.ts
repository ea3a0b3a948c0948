import { command } from '../command.ts';

export const completion = command({
  name: 'completion',
  summary: 'print the completion script of a shell',
  description: 'Prints a script that makes bash, zsh or fish complete commands, options and their values.',
  operands: { usage: '<shell>', summary: 'bash, zsh or fish', choices: ['bash', 'zsh', 'fish'] },
  options: {},
  json: 'stdout',
  examples: [
    { command: 'eval "$(firebreak completion bash)"', meaning: 'this bash; put the line into ~/.bashrc for all' },
    { command: 'firebreak completion zsh >~/.zfunc/_firebreak', meaning: 'zsh, with ~/.zfunc on its fpath' },
    {
      command: 'firebreak completion fish >~/.config/fish/completions/firebreak.fish',
      meaning: 'every fish from now on',
    },
  ],
  run: async ({ operands }) => {
    const { completionScript } = await import('../completion/completion-script.ts');
    const shell = operands[0] ?? '';
    const script = await completionScript(shell);
    return { exit: 0, text: script, json: { shell, script } };
  },
});
