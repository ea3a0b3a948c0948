const variable = 'YARN_CONTAINER_RUNTIME_DOCKER_RUNTIME';

/** Spark's settings that ask for a runtime class in the AM's container and in the executors'. */
export const runtimeSettings = (runtime: string): Record<string, string> => ({
  [`spark.yarn.appMasterEnv.${variable}`]: runtime,
  [`spark.executorEnv.${variable}`]: runtime,
});
