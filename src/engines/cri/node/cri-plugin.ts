/** A runtime on a tenant's network, as containerd is to know it. */
export interface CriHandler {
  readonly name: string;
  /** e.g. `io.containerd.runc.v2` */
  readonly runtimeType: string;
  readonly options: Readonly<Record<string, string | boolean>>;
  readonly podAnnotations: readonly string[];
  readonly baseSpecification: string;
  readonly cniFolder: string;
}

export interface CriPlugin {
  readonly pauseImage: string;
  readonly cniPrograms: string;
  readonly handlers: readonly CriHandler[];
}

/** The CRI plugin's part of a containerd configuration of version 2 (containerd 1.6 and 1.7). */
export const criPlugin = ({ pauseImage, cniPrograms, handlers }: CriPlugin): string => {
  const plugin = 'plugins."io.containerd.grpc.v1.cri"';
  return [
    `[${plugin}]`,
    `  sandbox_image = ${text(pauseImage)}`,
    // Where root lacks CAP_SYS_RESOURCE a lower score is refused.
    '  restrict_oom_score_adj = true',
    '  disable_apparmor = true',
    // Network namespaces go away with our state folder, whatever becomes of containerd.
    '  netns_mounts_under_state_dir = true',
    `[${plugin}.cni]`,
    `  bin_dir = ${text(cniPrograms)}`,
    `  conf_dir = ${text(handlers[0]?.cniFolder ?? '')}`,
    // containerd refuses a default that is not among its runtimes; we never leave the handler out.
    `[${plugin}.containerd]`,
    `  default_runtime_name = ${text(handlers[0]?.name ?? '')}`,
    ...handlers.flatMap((handler) => {
      const section = `${plugin}.containerd.runtimes.${text(handler.name)}`;
      return [
        `[${section}]`,
        `  runtime_type = ${text(handler.runtimeType)}`,
        `  base_runtime_spec = ${text(handler.baseSpecification)}`,
        `  cni_conf_dir = ${text(handler.cniFolder)}`,
        '  cni_max_conf_num = 1',
        '  privileged_without_host_devices = true',
        `  pod_annotations = [${handler.podAnnotations.map(text).join(', ')}]`,
        `  [${section}.options]`,
        ...Object.entries(handler.options).map(([key, value]) => `    ${key} = ${JSON.stringify(value)}`),
      ];
    }),
    '',
  ].join('\n');
};

const text = (value: string): string => JSON.stringify(value);
