import { glob, readFile } from 'node:fs/promises';

interface Occurrence {
  readonly code: string;
  readonly file: string;
  readonly message: string | undefined;
  readonly next: string | undefined;
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
    '| code | message | next | raised in |',
    '|---|---|---|---|',
    ...codes.map((code) => {
      const own = found.filter((each) => each.code === code);
      const files = own.map(({ file }) => `\`${file}\``);
      const cells = [own.map(({ message }) => message), own.map(({ next }) => next), files].map(cellOf);
      return `| \`${code}\` | ${cells.join(' | ')} |`;
    }),
    '',
  ].join('\n');
};

const cellOf = (texts: readonly (string | undefined)[]): string =>
  [...new Set(texts.filter((text) => text !== undefined))].sort().join('<br>');

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
    .map(({ 0: { length }, 2: code = '', index }) => {
      const after = text.slice(index + length, index + 1200);
      return { code, file, message: messageIn(after), next: nextIn(after) };
    });

const isComment = (text: string, index: number): boolean =>
  /^\s*(\/?\*|\/\/|#)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index));

/** A string literal of either language, its text as the second group of the pattern. */
const literal = /(?:[\w.]+ === undefined \? )?(['"`])((?:\\.|\$\{(?:[^{}]|\{[^}]*\})*\}|(?!\1).)+)\1/.source;

/** The message stands right after its code. */
const messageIn = (after: string): string | undefined =>
  textOf(after.match(new RegExp(`^,?\\s*(?:message:\\s*)?${literal}`, 's')));

/** What to do stands further down in the same object, or as the next argument of the start script's fail. */
const nextIn = (after: string): string | undefined =>
  textOf(after.slice(0, endOfObject(after)).match(new RegExp(`\\bnext:\\s*${literal}`, 's'))) ??
  textOf(after.match(/^ (['"]).+?\1\s+(')([^']+)'/)?.slice(1) ?? null);

const endOfObject = (after: string): number => {
  const end = after.search(/^\s*\}\)?;?$/m);
  return end === -1 ? after.length : end;
};

const textOf = (match: readonly string[] | null): string | undefined =>
  match?.[2]
    ?.replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '…')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll(/\$\w+/g, '…')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ');
