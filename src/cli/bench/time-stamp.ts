/** The time in UTC to the second, fit for a folder's name. */
export const timeStamp = (time: Date): string => time.toISOString().slice(0, 19).replaceAll(':', '-');
