import { execa } from 'execa';

/** Where modules come from and what vouches for them is the user's to say: Go's own variables of it. */
const goSettings = ['GOPROXY', 'GONOPROXY', 'GOPRIVATE', 'GOSUMDB', 'GONOSUMDB', 'GOINSECURE', 'GOVCS'];

/** And those of the system. */
const passedOn = ['PATH', 'HOME', 'NETRC', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/**
 * The whole environment of a Go that builds in `folder` alone. Nothing else of the caller's reaches it, neither from the
 * environment (GOFLAGS, GOEXPERIMENT, GOARCH) nor from Go's configuration file: the same bytes are built everywhere.
 */
export const goEnvironment = async (go: string, folder: string): Promise<Record<string, string>> => ({
  ...inherited(),
  ...(await settingsOf(go, folder)),
  GOENV: 'off',
  GOWORK: 'off',
  GO111MODULE: 'on',
  GOTOOLCHAIN: 'local',
  // Otherwise nobody but root could remove what was downloaded.
  GOFLAGS: '-modcacherw',
  GOPATH: `${folder}/go`,
  GOMODCACHE: `${folder}/modules`,
  GOCACHE: `${folder}/compiled`,
  GOTMPDIR: folder,
  GOTELEMETRY: 'off',
  CGO_ENABLED: '0',
  LC_ALL: 'C',
});

const inherited = (): Record<string, string> => ofCaller(passedOn.flatMap((name) => [name, name.toLowerCase()]));

const ofCaller = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

/** From the environment, else from Go's configuration file, else Go's own; the first alone where that file is broken. */
const settingsOf = async (go: string, folder: string): Promise<Record<string, string>> => {
  const given = ofCaller(goSettings);
  const { stdout, failed } = await execa(go, ['env', ...goSettings], {
    cwd: folder,
    reject: false,
    extendEnv: false,
    env: { ...inherited(), ...ofCaller(['GOENV', 'XDG_CONFIG_HOME']), ...given, GOTOOLCHAIN: 'local', GOWORK: 'off' },
  });
  if (failed) return given;
  const values = stdout.split('\n');
  return Object.fromEntries(goSettings.map((name, index) => [name, values[index] ?? '']));
};
