/** The program that VS Code runs once the extension is removed: every connected file is given back. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LauncherTarget } from '../../../src/core/connect/scripts.ts';
import { applyConnection, planConnect } from '../../../src/node/connect/connect.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { snapshotOf } from './tree-snapshot.ts';

const DIST = join(projectFolder, 'dist');
const OWN: LauncherTarget = { runtime: process.execPath, cli: join(DIST, 'cli.js') };
const ALL = { withSkill: true, isTokenEfficient: true, allowsReading: true };

interface Shop {
  readonly home: string;
  readonly folder: string;
  readonly connect: (agent: string, isUser: boolean, target?: LauncherTarget) => Promise<void>;
}

describe('removing the extension', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const shop = (): Shop => {
    const home = newFolder();
    const folder = join(home, "it's a shop");
    mkdirSync(folder);
    writeFiles(home, {
      '.claude/settings.json': '{ // mine\n  "statusLine": { "type": "command", "command": "date" } }\n',
    });
    writeFiles(folder, { '.gemini/settings.json': '{"theme":"dark"}' });
    const environment = {
      home,
      env: {},
      platform: process.platform,
      claudeConfigDir: null,
      isProcessAlive: () => false,
    };
    return {
      home,
      folder,
      async connect(agent, isUser, target = OWN) {
        const place = { agent, folder: isUser ? null : folder, environment };
        await applyConnection(await planConnect(place, ALL), target);
      },
    };
  };

  const uninstall = (home: string): { readonly code: number | null; readonly error: string } => {
    const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home };
    const { status, stderr } = spawnSync(process.execPath, [join(DIST, 'uninstall.js')], {
      env,
      cwd: home,
      encoding: 'utf8',
    });
    return { code: status, error: stderr };
  };

  it('gives every file back, and leaves nothing of its own', async () => {
    const { home, connect } = shop();
    const before = snapshotOf(home);
    await connect('claude-code', true);
    await connect('claude-code', false);
    await connect('gemini', false);
    await connect('droid', false);
    ok(snapshotOf(home)['.ninefold/connections.json'] !== undefined);
    deepStrictEqual(uninstall(home), { code: 0, error: '' });
    deepStrictEqual(snapshotOf(home), before);
    // The next start of VS Code may run it again.
    deepStrictEqual(uninstall(home), { code: 0, error: '' });
  });

  it('gives back the rest where a file can’t be', async () => {
    const { home, folder, connect } = shop();
    await connect('gemini', false);
    await connect('droid', false);
    writeFileSync(join(folder, '.gemini/settings.json'), '{ broken');
    strictEqual(uninstall(home).code, 1);
    strictEqual(readFileSync(join(folder, '.gemini/settings.json'), 'utf8'), '{ broken');
    ok(!Object.keys(snapshotOf(folder)).some((path) => path.includes('.factory')));
  });

  it('changes nothing while the agents run another installation', async () => {
    const { home, connect } = shop();
    const other = { ...OWN, cli: join(newFolder(), 'cli.js') };
    writeFileSync(other.cli, '');
    await connect('claude-code', true, other);
    const before = snapshotOf(home);
    deepStrictEqual(uninstall(home), { code: 0, error: '' });
    deepStrictEqual(snapshotOf(home), before);
  });
});
