import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type BrowserContext, chromium } from 'playwright-core';
import { installPackages } from '../../src/distribution/host-packages.ts';
import { silentProgress } from '../../src/progress.ts';

/** Debian's browser; installed where it is missing. A reason in words where it cannot be had. */
export const browserPath = async (): Promise<string | { readonly because: string }> => {
  const found = await which();
  if (found !== undefined) return found;
  try {
    await installPackages(['chromium'], silentProgress());
  } catch (error) {
    return { because: `no Chromium on this host: ${error instanceof Error ? error.message : String(error)}` };
  }
  return (await which()) ?? { because: 'no Chromium on this host, though its package is installed' };
};

const which = async (): Promise<string | undefined> => {
  const { stdout, exitCode } = await execa('which', ['chromium'], { reject: false });
  return exitCode === 0 ? stdout.trim() : undefined;
};

export interface Opened extends AsyncDisposable {
  readonly context: BrowserContext;
}

/** A browser that asks nobody for anything, with a profile of its own that is gone when disposed of. */
export const openBrowser = async (executablePath: string): Promise<Opened> => {
  const profile = await mkdtemp(join(tmpdir(), 'firebreak-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
};
