/**
 * Configuration of gVisor's shim for containerd (TOML; pkg/shim/v1/runsc/options.go). `flags` are runsc's; `root` is
 * the folder of its state.
 */
export const shimConfiguration = (runsc: string, root: string, flags: Readonly<Record<string, string>>): string =>
  [
    `binary_name = ${JSON.stringify(runsc)}`,
    `root = ${JSON.stringify(root)}`,
    '[runsc_config]',
    ...Object.entries(flags).map(([flag, value]) => `  ${JSON.stringify(flag)} = ${JSON.stringify(value)}`),
    '',
  ].join('\n');

/** What a containerd configuration says of a handler that runs pods in gVisor. */
export const gvisorHandler = (configuration: string) => ({
  runtimeType: 'io.containerd.runsc.v1',
  options: { TypeUrl: 'io.containerd.runsc.v1.options', ConfigPath: configuration },
  podAnnotations: [],
});
