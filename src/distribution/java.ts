import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { FirebreakError } from '../errors.ts';
import { hostRelease, javaOf } from './host-release.ts';
import { installedPackages, javaPackage } from './package-queries.ts';

/** Versions that Hadoop 3.5 and Spark 4.3 both support. */
const supported = [17, 21];

/**
 * The Java of the host's packages, one that hosts and the image have at the same path.
 * @throws FirebreakError `FB-JAVA-MISSING`
 */
export const hostJava = async (): Promise<{ home: string; major: number }> => {
  const preferred = javaOf(await hostRelease());
  const majors = [preferred, ...supported.filter((major) => major !== preferred)];
  const installed = await installedPackages(majors.map(javaPackage));
  const major = majors.find((candidate) => installed.has(javaPackage(candidate)));
  if (major === undefined) {
    throw new FirebreakError({
      code: 'FB-JAVA-MISSING',
      message: 'There is no Java 17 or 21 from this system’s packages.',
      next: `apt-get install ${javaPackage(preferred)}`,
    });
  }
  const { stdout: processor } = await execa('dpkg', ['--print-architecture']);
  const home = `/usr/lib/jvm/java-${major}-openjdk-${processor}`;
  return { home, major };
};

/**
 * The user's own Java, if it will do.
 * @throws FirebreakError `FB-JAVA-HOME` where there is none, `FB-JAVA-VERSION` where it is not 17 or 21.
 */
export const useOwnJava = async (home: string): Promise<string> => {
  const { all, failed, shortMessage } = await execa(join(home, 'bin/java'), ['-version'], { all: true, reject: false });
  if (failed) {
    throw new FirebreakError({
      code: 'FB-JAVA-HOME',
      message: `${home} is not the home folder of a Java.`,
      because: shortMessage ?? 'bin/java -version failed',
      next: 'point distribution.javaHome at one, or remove it to use the system’s',
    });
  }
  const major = Number((all ?? '').match(/version "(\d+)/)?.[1]);
  // Java calls itself by its real folder, and so the NodeManager's localizer, of which the agent runs only this.
  if (supported.includes(major)) return realpath(home);
  throw new FirebreakError({
    code: 'FB-JAVA-VERSION',
    message: `${home} is Java ${Number.isNaN(major) ? 'of an unknown version' : major}; Hadoop and Spark need 17 or 21.`,
    next: 'point distribution.javaHome at Java 17 or 21, or remove it to use the system’s',
  });
};
