import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const { resolve } = createRequire(import.meta.url);
const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where a browser is; null on a machine for which npm has none and that has none of its own. */
export async function findBrowser(): Promise<LaunchOptions | null> {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH };
  if (process.platform === 'linux' && process.arch === 'x64') return unpacked();
  const executablePath = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (executablePath !== undefined) return { executablePath };
  if (process.env.CI) throw new Error('the page is not tested: no browser was found, set CHROMIUM_PATH');
  console.warn('THE PAGE IS NOT TESTED IN A BROWSER: none was found, set CHROMIUM_PATH');
  return null;
}

/** Chromium comes packed inside its npm package; unpacking takes seconds, so that it is done once per machine and version. */
async function unpacked(): Promise<LaunchOptions> {
  const folder = packageFolder(resolve('@sparticuz/chromium'));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const cache = join(tmpdir(), `roamwatch-chromium-${version}-${process.getuid?.() ?? 0}`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = cache;
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const { inflate } = (await import(pathToFileURL(join(folder, 'build/esm/lambdafs.js')).href)) as {
      inflate(file: string): Promise<string>;
    };
    packed.setGraphicsMode = false;
    const executablePath = await packed.executablePath();
    if (!existsSync(join(cache, 'al2023'))) await inflate(join(folder, 'bin/al2023.tar.br'));
    const env: Record<string, string> = {
      ...(process.env as Record<string, string>),
      LANG: 'en_US.UTF-8',
      LD_LIBRARY_PATH: join(cache, 'al2023/lib'),
    };
    if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE = fontsOf(cache);
    return { executablePath, env };
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** Manifests below it only say what kind of modules lie beside them. */
function packageFolder(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'bin/al2023.tar.br'))) folder = dirname(folder);
  return folder;
}

/** A slim container has no fonts: the package brings some, and names them in a folder of its own choosing. */
function fontsOf(cache: string): string {
  const file = join(cache, 'fonts.conf');
  writeFileSync(
    file,
    `<fontconfig><dir>${cache}/fonts/fonts</dir><cachedir>${cache}/font-cache</cachedir></fontconfig>`,
  );
  return file;
}

/** Without the package's own arguments: they switch web security off. */
export function launch(options: LaunchOptions): Promise<Browser> {
  return chromium.launch(options);
}

export interface Opened {
  readonly page: Page;
  /** Errors of the console, violations of the content security policy, and exceptions. */
  readonly faults: string[];
  /** Of `faults`, what Chromium says of answers that refuse: nobody signed in, no such page, a form that cannot be used. */
  readonly refused: string[];
  /** What axe finds on the page as it is. */
  axe(): Promise<readonly string[]>;
}

const axeSource = readFileSync(resolve('axe-core/axe.min.js'), 'utf8');

/** Opens pages in one browser for all tests of a file; they are skipped, loudly, where there is none. */
export function useBrowser(): (skip: () => never, options?: BrowserContextOptions) => Promise<Opened> {
  let browser: Browser | null = null;
  beforeAll(async () => {
    const found = await findBrowser();
    browser = found === null ? null : await launch(found);
  }, 60_000);
  afterAll(() => browser?.close());
  return async (skip, options = {}) => (browser === null ? skip() : open(browser, options));
}

export async function open(browser: Browser, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    faults.push(message.text());
    if (/status of 4(00|01|04|22) /.test(message.text())) refused.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return {
    page,
    faults,
    refused,
    async axe() {
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run()',
      );
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
    },
  };
}
