import { isOlder } from '../../../distribution/version-order.ts';

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

/** The plugins that CRI is made of, by the version of the configuration's format. */
export const criPlugins = {
  2: ['io.containerd.grpc.v1.cri'],
  3: ['io.containerd.grpc.v1.cri', 'io.containerd.cri.v1.images', 'io.containerd.cri.v1.runtime'],
} as const;

/** Version of the configuration's format that a containerd has; without any, that of the oldest. */
export const formatOf = (version: string | undefined): keyof typeof criPlugins =>
  version === undefined || isOlder(version, '2.0') ? 2 : 3;

/** CRI's part of the configuration of a containerd of that version. */
export const criPlugin = (version: string | undefined, { pauseImage, cniPrograms, handlers }: CriPlugin): string => {
  const format = formatOf(version);
  const plugin = `plugins."io.containerd.${format === 2 ? 'grpc.v1.cri' : 'cri.v1.runtime'}"`;
  return [
    ...(format === 2
      ? [`[${plugin}]`, `  sandbox_image = ${text(pauseImage)}`]
      : [
          '[plugins."io.containerd.cri.v1.images".pinned_images]',
          `  sandbox = ${text(pauseImage)}`,
          `[${plugin}]`,
          // As in 1.x; both are on by default since 2.0.
          '  enable_unprivileged_ports = false',
          '  enable_unprivileged_icmp = false',
        ]),
    // Where root lacks CAP_SYS_RESOURCE a lower score is refused.
    '  restrict_oom_score_adj = true',
    '  disable_apparmor = true',
    // Network namespaces go away with our state folder, whatever becomes of containerd.
    '  netns_mounts_under_state_dir = true',
    `[${plugin}.cni]`,
    version === undefined || isOlder(version, '2.1')
      ? `  bin_dir = ${text(cniPrograms)}`
      : `  bin_dirs = [${text(cniPrograms)}]`,
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
