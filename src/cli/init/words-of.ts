/** Words between spaces and commas. */
export const wordsOf = (line: string): string[] => line.split(/[\s,]+/).filter((word) => word !== '');
