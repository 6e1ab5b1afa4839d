import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../harness/chromium.mjs';
import { projectFolder } from '../harness/paths.mjs';
import { installExtension, serveWorkbench, writeMachineSettings } from '../harness/serve.mjs';
import { workbenchAddress } from '../harness/workbench-address.mjs';
import { readyTimeoutMs, Workbench } from './workbench.ts';

/** The folders of one window. */
export interface Places {
  /** The folder that is open. */
  readonly workspace: string;
  /** HOME of the extension host: `~/.claude` is the test's own. */
  readonly home: string;
  /** The extension's folder, where a package was installed; else the window runs the project's. */
  readonly extension?: string;
}

export interface OpenOptions {
  /** Files of the workspace: relative path → content. */
  readonly files?: Record<string, string>;
  /** Files of the home folder. */
  readonly homeFiles?: Record<string, string>;
  /** The last preparation before the window opens: git, transcripts whose folder is named after the workspace. */
  readonly prepare?: (places: Places) => Promise<void> | void;
  /** Subfolders to open as the roots of a multi-root workspace; none of them opens no folder at all. */
  readonly roots?: readonly string[];
  /** User settings. */
  readonly settings?: Record<string, unknown>;
  /** Variables of the extension host; undefined removes one. */
  readonly environment?: (places: Places) => Record<string, string | undefined>;
  /** False opens an untrusted folder, in Restricted Mode (default true). */
  readonly trusted?: boolean;
  /** Load the extension from the project's folder (default: true unless a .vsix is given). */
  readonly withDriver?: boolean;
  /** Install this package instead, on a server as a person has it: toasts show. */
  readonly vsix?: string;
  /** Puts other extensions into their folder, before the package is installed. */
  readonly beside?: (extensionsFolder: string) => void;
  /** Default 1280 × 800. */
  readonly size?: { width: number; height: number };
  /** How much the browser is zoomed, which leaves less room (default 1, for 100 %). */
  readonly zoom?: number;
}

/** A window with the folders it was opened on. */
export class OpenWorkbench extends Workbench {
  readonly places: Places;
  /** Ends browser and server and deletes the folders. Left open, the suite's end does it. */
  readonly close: () => Promise<void>;

  constructor(
    page: Page,
    writeSettings: (settings: Record<string, unknown>) => void,
    popUp: boolean,
    places: Places,
    close: () => Promise<void>,
  ) {
    super(page, writeSettings, popUp);
    this.places = places;
    this.close = close;
  }
}

/** A second window on what the first one has open; it closes with the first. */
export async function openSecondWindow(first: OpenWorkbench): Promise<Workbench> {
  const browser = first.page.context().browser();
  if (browser === null) throw new Error('The first window has no browser of its own.');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  await page.goto(first.page.url());
  const second = new Workbench(page, (settings) => first.changeSettings(settings));
  await second.waitUntilReady();
  return second;
}

/** Windows that nobody has closed yet. */
export const stillOpen = new Set<OpenWorkbench>();

/** Opens a window on a new workspace and a new home folder, and waits until the extension's container is there. */
export async function openWorkbench(options: OpenOptions = {}): Promise<OpenWorkbench> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'nf-')));
  const closers: (() => Promise<unknown>)[] = [
    () => rm(scratch, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await openIn(scratch, options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function openIn(
  scratch: string,
  options: OpenOptions,
  closers: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<OpenWorkbench> {
  const folders = { workspace: join(scratch, 'workspace'), home: join(scratch, 'home') };
  await writeFiles(folders.workspace, options.files ?? {});
  await writeFiles(folders.home, options.homeFiles ?? {});
  const serving = serveOptions(scratch, folders, options);
  // What VS Code finds in its folder at the first install it takes over; later it would not look.
  options.beside?.(serving.extensionsFolder);
  const places = options.vsix ? { ...folders, extension: await installed(options.vsix, serving) } : folders;
  await options.prepare?.(places);
  const served = await serveWorkbench(serving);
  closers.push(() => served.stop());
  const browser = await launchChromium();
  closers.push(() => browser.close());
  const page = await newPage(browser, scratch, options);
  const address = workbenchAddress(served, {
    ...(await whatToOpen(scratch, places, options.roots)),
    ...(serving.withDriver
      ? { extensionFolder: process.env.NINEFOLD_EXTENSION_FOLDER ?? projectFolder }
      : {}),
  });
  const changed = {};
  const changeSettings = (settings: Record<string, unknown>) =>
    writeMachineSettings(serving.dataFolder, Object.assign(changed, settings));
  const workbench = new OpenWorkbench(page, changeSettings, !serving.withDriver, places, async () => {
    stillOpen.delete(workbench);
    await close();
  });
  stillOpen.add(workbench);
  // A busy machine takes longer over the first page than over anything later.
  await page.goto(address, { timeout: readyTimeoutMs });
  try {
    await workbench.waitUntilReady();
  } catch (error) {
    console.log(`The window did not get ready: see ${await workbench.screenshot('failed-to-open')}`);
    stillOpen.delete(workbench);
    throw error;
  }
  return workbench;
}

/** Installs a package and returns its folder. */
async function installed(vsix: string, serving: ReturnType<typeof serveOptions>): Promise<string> {
  await installExtension(vsix, serving);
  const names = await readdir(serving.extensionsFolder);
  const name = names.find((one) => one.startsWith('ninefold.'));
  if (name === undefined) throw new Error(`${vsix} left nothing in ${serving.extensionsFolder}.`);
  return join(serving.extensionsFolder, name);
}

function serveOptions(scratch: string, places: Places, options: OpenOptions) {
  return {
    dataFolder: join(scratch, 'd'),
    extensionsFolder: join(scratch, 'e'),
    home: places.home,
    trusted: options.trusted ?? true,
    withDriver: options.withDriver ?? options.vsix === undefined,
    settings: {
      'terminal.integrated.gpuAcceleration': 'off',
      'workbench.colorTheme': 'Light Modern',
      ...options.settings,
    },
    environment: options.environment?.(places) ?? {},
    flags: ['--enable-remote-auto-shutdown'],
  };
}

async function newPage(browser: Browser, scratch: string, options: OpenOptions) {
  const { zoom = 1, size = { width: 1280, height: 800 } } = options;
  const page = await browser.newPage({
    // What a zoomed browser does: fewer pixels of the page, each drawn larger.
    viewport: { width: Math.round(size.width / zoom), height: Math.round(size.height / zoom) },
    deviceScaleFactor: zoom,
  });
  page.setDefaultTimeout(20_000);
  page.on('console', (message) =>
    appendFileSync(join(scratch, 'console.log'), `${message.type()}: ${message.text()}\n`),
  );
  return page;
}

async function whatToOpen(scratch: string, places: Places, roots: readonly string[] | undefined) {
  if (roots === undefined) return { folder: places.workspace };
  return roots.length === 0 ? {} : { workspaceFile: await writeRoots(scratch, places, roots) };
}

async function writeRoots(scratch: string, places: Places, roots: readonly string[]): Promise<string> {
  const file = join(scratch, 'roots.code-workspace');
  await writeFile(
    file,
    JSON.stringify({ folders: roots.map((root) => ({ path: join(places.workspace, root) })) }),
  );
  return file;
}

async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
