/** Of what a daemon wrote, the last lines that say why it failed; where none does, the last ones. */
export const tellingLines = (text: string): string => {
  const lines = text.trimEnd().split('\n');
  const telling = lines.filter((line) => /ERROR|FATAL|Exception|[Ee]rror|failed/.test(line)).slice(-4);
  return (telling.length > 0 ? telling : lines.slice(-4)).join('\n');
};
