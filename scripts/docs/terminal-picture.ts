const lineHeight = 19;
const characterWidth = 8.43;
const margin = 22;

/** A terminal window with these lines in it, as SVG; the first is what was typed. `title` is read out in its place. */
export const terminalPicture = (lines: readonly string[], title: string): string => {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * characterWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const texts = lines.map((line, index) => {
    const y = margin + 12 + index * lineHeight;
    const colour = index === 0 ? ' fill="#8ab4f8"' : '';
    return `<text x="${margin}" y="${y}" xml:space="preserve"${colour}>${escaped(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t">`,
    `<title id="t">${escaped(title)}</title>`,
    '<rect width="100%" height="100%" rx="8" fill="#16181d"/>',
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6e6e6">`,
    ...texts,
    '</g></svg>\n',
  ].join('\n');
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
