import { glob, readFile } from 'node:fs/promises';

interface Occurrence {
  readonly code: string;
  readonly file: string;
  readonly message: string | undefined;
}

/** docs/reference/errors.md, from the codes that the sources use. */
export const errorsPage = async (): Promise<string> => {
  const found = await errorCodes();
  const codes = [...new Set(found.map(({ code }) => code))].sort();
  return [
    '# Errors',
    '',
    'Generated from the sources by `npm run docs`. Every failure has a code that stays the same, says what happened,',
    'why where that is known, and what to do next. In a message, `…` stands for a name or a number.',
    '',
    '| code | message | raised in |',
    '|---|---|---|',
    ...codes.map((code) => {
      const own = found.filter((each) => each.code === code);
      const messages = [...new Set(own.flatMap(({ message }) => (message ? [message] : [])))];
      const files = [...new Set(own.map(({ file }) => `\`${file}\``))].sort();
      return `| \`${code}\` | ${messages.join('<br>') || 'see the source'} | ${files.join(', ')} |`;
    }),
    '',
  ].join('\n');
};

const errorCodes = async (): Promise<Occurrence[]> => {
  const files = ['firebreak'];
  for await (const file of glob('src/**/*.ts')) if (!file.endsWith('.test.ts')) files.push(file);
  const texts = await Promise.all(files.sort().map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
  return texts.flatMap(({ file, text }) => occurrencesIn(file, text));
};

/** Codes where they are raised: `code: 'FB-…'`, the first argument of a function of ours, or the start script's fail. */
const occurrencesIn = (file: string, text: string): Occurrence[] =>
  [...text.matchAll(/(?<![`\w])(['"]?)(FB-[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\1/g)]
    .filter(({ index }) => !isComment(text, index))
    .map(({ 2: code = '', index }) => ({ code, file, message: messageAfter(text.slice(index, index + 400)) }));

const isComment = (text: string, index: number): boolean =>
  /^\s*(\/?\*|\/\/|#)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index));

/** The message that stands right after a code, with its expressions as `…`. */
const messageAfter = (text: string): string | undefined => {
  const match = text.match(/^FB[\w-]+['"]?,?\s*(?:message:\s*)?(?:[\w.]+ === undefined \? )?(['"`])((?:(?!\1).)+)\1/s);
  const message = match?.[2];
  return message
    ?.replaceAll(/\$\{[^}]*\}/g, '…')
    .replaceAll(/\$\w+/g, '…')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ');
};
