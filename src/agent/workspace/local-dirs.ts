/**
 * Makes Spark keep what it shuffles and spills in `folder`, which no host shares: YARN names its folders on the host in
 * LOCAL_DIRS. Only YARN's own line is changed, which comes first.
 */
export const localDirsAt = (script: string, folder: string): string =>
  script.replace(/^export LOCAL_DIRS="[^"\n]*"$/m, `export LOCAL_DIRS="${folder}"`);
