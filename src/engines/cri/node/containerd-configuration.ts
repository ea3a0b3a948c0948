import { type CriPlugin, criPlugin, criPlugins, formatOf } from './cri-plugin.ts';

export interface ContainerdSettings {
  /** Of the containerd that reads it; undefined: as old as is supported. */
  readonly version: string | undefined;
  readonly root: string;
  readonly state: string;
  readonly socket: string;
  /** Undefined where it serves no CRI. */
  readonly cri: CriPlugin | undefined;
}

/**
 * A containerd's whole configuration file. Its format is that of 1.x (version 2) or of 2.x (version 3), where CRI is
 * three plugins instead of one; newer versions of the format say no more that matters here.
 */
export const containerdConfiguration = ({ version, root, state, socket, cri }: ContainerdSettings): string => {
  const format = formatOf(version);
  const unused = [
    'io.containerd.internal.v1.opt',
    // On by default since 2.0, at a socket that all of a machine's containerds share.
    ...(format === 2 ? [] : ['io.containerd.nri.v1.nri']),
    ...(cri === undefined ? criPlugins[format] : []),
  ];
  return [
    // So that another containerd, once it is installed, is another configuration, and is taken at the next `up`.
    ...(version === undefined ? [] : [`# containerd ${version}`]),
    `version = ${format}`,
    `root = ${JSON.stringify(root)}`,
    `state = ${JSON.stringify(state)}`,
    `disabled_plugins = ${JSON.stringify(unused)}`,
    '[grpc]',
    `  address = ${JSON.stringify(socket)}`,
    '[ttrpc]',
    `  address = ${JSON.stringify(`${socket}.ttrpc`)}`,
    ...(cri === undefined ? [] : [criPlugin(version, cri)]),
    '',
  ].join('\n');
};
