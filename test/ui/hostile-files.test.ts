/** A cloned folder, not trusted, in which every file that Ninefold reads is a link to a device that never ends. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { useWorkbench } from './use-workbench.ts';

const MB = 1024 * 1024;
const MAX_GROWTH = 30 * MB;
const REFUSAL = /This folder isn't trusted; trust it to let Ninefold write here\./;
const BESIDE = [
  '.claude/ninefold.json',
  '.claude/settings.json',
  '.claude/state/context/project-cache.json',
  'package.json',
  'CLAUDE.md',
];

describe('a folder whose every state file leads to a device', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    trusted: false,
    settings: { 'git.enabled': false },
    prepare: (places) => {
      execFileSync('git', ['init', '--quiet'], { cwd: places.workspace });
      ninefold(places, 'init', 'shop', 'Corner shop');
      ninefold(places, 'handoff', 'create');
      for (const path of filesBelow(join(places.workspace, '.claude'))) linkToDevice(path);
      for (const name of BESIDE) linkToDevice(join(places.workspace, name));
    },
  });

  it('names the files in the view, and why each can’t be read', async () => {
    await window().openContainer('Ninefold');
    for (const name of [
      'ninefold.json',
      'current.json',
      'shop.journal.jsonl',
      'workflow-state.toon',
      'project-cache.json',
    ]) {
      await window()
        .tree()
        .row(new RegExp(`^Can't read ${name}: it is a`))
        .waitFor();
    }
    await window().treeMessage().filter({ hasText: 'current.json' }).waitFor();
    await window().treeMessage().filter({ hasText: 'ninefold.json' }).waitFor();
    await window().screenshot('hostile-files-light');
  });

  it('grows no memory however often it is looked at, and stays usable', async () => {
    const host = extensionHost(window().places);
    const before = memoryOf(host);
    for (let round = 0; round < 5; round++) {
      // What appears is looked for, and everything read again.
      const added = join(window().places.workspace, `.claude/state/workflows/new-${round}.json`);
      symlinkSync('/dev/zero', added);
      await window().tree().row(`Can't read new-${round}.json: it is a link`).waitFor();
      await window().runCommand('Ninefold: Start Workflow…');
      const refusal = await window().notifications.message(REFUSAL);
      await refusal.dismiss();
    }
    const grown = memoryOf(host) - before;
    ok(grown < MAX_GROWTH, `The extension host grew by ${(grown / MB).toFixed(0)} MB.`);
    await window().useTheme('dark');
    await window().screenshot('hostile-files-dark');
  });

  it('opens none of them at a click', async () => {
    await window().notifications.close();
    await window().tree().row("Can't read current.json: it is a link").click();
    deepStrictEqual(await window().tabs(), []);
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function linkToDevice(path: string): void {
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync('/dev/zero', path);
}

/** The process in which the window's extensions run: the one of that kind that has the test's own home. */
function extensionHost({ home }: Places): string {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid) || !existsSync(`/proc/${pid}/cmdline`)) return false;
    return (
      partsOf(pid, 'cmdline').includes('--type=extensionHost') &&
      partsOf(pid, 'environ').includes(`HOME=${home}`)
    );
  });
  if (found === undefined) throw new Error("The extension host wasn't found.");
  return found;
}

function partsOf(pid: string, name: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0');
  } catch {
    // It ended meanwhile.
    return [];
  }
}

/** In bytes. */
function memoryOf(pid: string): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
