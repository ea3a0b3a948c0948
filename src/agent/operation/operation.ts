/**
 * What the NodeManager asks of its container-executor, one variant per operation we serve.
 * Source: Hadoop's PrivilegedOperation and DockerContainerExecutor command lines (3.4.3 and 3.5.0).
 */
export type Operation =
  | { readonly kind: 'check-setup' }
  | Localize
  | Launch
  | { readonly kind: 'signal'; readonly user: string; readonly pid: number; readonly signal: number }
  | { readonly kind: 'delete'; readonly user: string; readonly path: string; readonly baseDirs: readonly string[] }
  | { readonly kind: 'list'; readonly user: string; readonly path: string }
  | { readonly kind: 'docker'; readonly commandFile: string }
  | { readonly kind: 'inspect'; readonly format: string; readonly container: string }
  | { readonly kind: 'remove'; readonly container: string }
  | { readonly kind: 'unsupported'; readonly feature: string };

export interface Localize {
  readonly kind: 'localize';
  readonly user: string;
  readonly application: string;
  readonly localizer: string;
  readonly tokens: string;
  readonly localDirs: readonly string[];
  readonly logDirs: readonly string[];
  readonly command: readonly string[];
}

export interface Launch {
  readonly kind: 'launch';
  /** Undefined for op 1, a launch without a container. */
  readonly commandFile: string | undefined;
  readonly user: string;
  readonly application: string;
  readonly container: string;
  readonly workDir: string;
  readonly script: string;
  readonly tokens: string;
  /** Keystore and truststore of an application that asked for HTTPS. */
  readonly stores: { readonly keystore: string; readonly truststore: string } | undefined;
  readonly pidFile: string;
  readonly localDirs: readonly string[];
  readonly logDirs: readonly string[];
}
