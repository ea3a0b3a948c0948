import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRun } from '../../src/evidence/run-writer.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { simulatedEvidence } from '../simulation/simulated-evidence.ts';
import { browserPath, type Opened, openBrowser } from './chromium.ts';

let folder: string;
let url: string;
let opened: Opened | undefined;
let because = '';
let suites: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-page-'));
  const { run, samples, conclusions } = simulatedEvidence({ seed: 1, runtimes: ['runc', 'gvisor', 'kata'] });
  suites = run.plan.suites;
  await using writer = await createRun(join(folder, 'run'), run);
  await writer.appendSamples(samples);
  for (const conclusion of conclusions) await writer.conclude(conclusion);
  url = pathToFileURL((await writeReport(join(folder, 'run'))).html).href;
  const found = await browserPath();
  if (typeof found === 'string') opened = await openBrowser(found);
  else because = found.because;
});

afterAll(async () => {
  await opened?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface View {
  readonly name: string;
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  readonly media?: 'print';
}

const views: readonly View[] = [
  { name: 'desktop, light', width: 1280, colorScheme: 'light' },
  { name: 'desktop, dark', width: 1280, colorScheme: 'dark' },
  { name: 'phone, light', width: 390, colorScheme: 'light' },
  { name: 'phone, dark', width: 390, colorScheme: 'dark' },
  { name: 'paper', width: 794, colorScheme: 'light', media: 'print' },
];

/** Opens the report and hands over what the browser complained about and asked for. */
const open = async (context: Opened['context'], { width, colorScheme, media }: View) => {
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, media: media ?? null });
  await page.goto(url, { waitUntil: 'load' });
  return { page, complaints, requests };
};

/** What inspect-page.js tells. */
const inspected = z.object({
  scrollWidth: z.number(),
  clientWidth: z.number(),
  faintest: z.object({ text: z.string(), contrast: z.number() }),
  texts: z.number().min(100),
});

const inspect = async (page: Page): Promise<z.infer<typeof inspected>> =>
  inspected.parse(await page.evaluate(await readFile(new URL('inspect-page.js', import.meta.url), 'utf8')));

describe('the report in a browser', () => {
  test.for(views)('$name: nothing to complain about, nothing asked for, nothing cut off', async (view, context) => {
    if (opened === undefined) return context.skip(because);
    const { page, complaints, requests } = await open(opened.context, view);
    expect(complaints).toEqual([]);
    expect(requests.filter((each) => each !== url && !each.startsWith('data:'))).toEqual([]);
    const { scrollWidth, clientWidth, faintest } = await inspect(page);
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    expect(await page.locator('section.card').count()).toBe(suites.length);
    expect(faintest.contrast, faintest.text).toBeGreaterThanOrEqual(4.5);
    const shots = process.env.FIREBREAK_SCREENSHOTS;
    if (shots !== undefined) {
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${view.name.replaceAll(/\W+/g, '-')}.png`), fullPage: true });
    }
    await page.close();
  });

  test('a row of dots is as high as its words', async (context) => {
    if (opened === undefined) return context.skip(because);
    const { page } = await open(opened.context, views[0] ?? expect.fail('no view'));
    const heights = await page
      .locator('section .dots .row:has(.dot-row)')
      .evaluateAll((rows) => rows.map((row) => [row.clientHeight, row.querySelector('span')?.clientHeight ?? 0]));
    expect(heights.length).toBeGreaterThan(5);
    for (const [row = 0, words = 0] of heights) expect(row).toBeLessThanOrEqual(Math.max(words, 26) + 1);
    await page.close();
  });

  test('every question has a picture with words in its place, and a table of its numbers behind it', async (context) => {
    if (opened === undefined) return context.skip(because);
    const { page } = await open(opened.context, views[0] ?? expect.fail('no view'));
    for (const suite of suites) {
      const card = page.locator(`section#${suite}`);
      const pictures = card.locator('[role=img]');
      expect(await pictures.count(), suite).toBeGreaterThan(0);
      for (const words of await pictures.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label'))))
        expect(words?.length ?? 0, suite).toBeGreaterThan(10);
      await card.locator(`a[href="#numbers-${suite}"]`).click();
      expect(await page.locator(`details#numbers-${suite} tbody tr`).count(), suite).toBeGreaterThan(0);
    }
    await page.close();
  });
});
