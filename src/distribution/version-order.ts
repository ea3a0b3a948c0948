/** Whether one version comes before another: `3.4.3` before `3.10.0`, and `v1.6.20~ds1` before `1.7`. */
export const isOlder = (version: string, than: string): boolean =>
  version.replace(/^v/, '').localeCompare(than, 'en', { numeric: true }) < 0;
