/** Rows under a heading, columns aligned; columns named in `right` are aligned to the right. */
export const table = (
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string => {
  const widths = heading.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => pad(cells[column] ?? '', width, right.includes(heading[column] ?? '')))
      .join('  ')
      .trimEnd();
  return [heading, ...rows].map(line).join('\n');
};

const pad = (cell: string, width: number, right: boolean): string =>
  right ? cell.padStart(width) : cell.padEnd(width);
