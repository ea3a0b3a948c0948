/** `4.1 s`, `2 m 05 s`. */
export const duration = (milliseconds: number): string => {
  const seconds = milliseconds / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, '0')} s`;
};

/** `12.3 MB`, in powers of ten. */
export const size = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1e3).toFixed(1)} kB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
};

/** `12.3 MB of 90.0 MB, 4.5 MB/s`. */
export const transfer = (moved: { done: number; total: number | undefined }, milliseconds: number): string => {
  const amount = moved.total === undefined ? size(moved.done) : `${size(moved.done)} of ${size(moved.total)}`;
  return milliseconds < 200 ? amount : `${amount}, ${size(Math.round((moved.done * 1000) / milliseconds))}/s`;
};
