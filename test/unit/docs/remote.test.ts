/** The rules of docs/remote.md, one test each, named by the rule's first words. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { statusText } from '../../../src/core/meter/status-text.ts';
import { isSamePath } from '../../../src/core/paths/paths.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { editorUserFolders } from '../../../src/node/agents/editor-folders.ts';
import { copilotChatAgent } from '../../../src/node/agents/copilot-chat/sessions.ts';
import { isDead, newHolder } from '../../../src/node/lock/lock-holder.ts';
import { withLock } from '../../../src/node/lock/lock.ts';
import { readLiveReading } from '../../../src/node/meter/read-transcript.ts';
import { programsOf } from '../../../src/node/settings/connection-place.ts';
import { userFolder } from '../../../src/node/state/user-folder.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { TemporaryHome } from '../meter/temporary.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { shown } from '../support/platform.ts';

const DOCUMENT = readFileSync(join(projectFolder, 'docs', 'remote.md'), 'utf8');
const HERE = { host: 'box', boot: 'b1', pids: 'pid:[1]' };

describe('in a remote window', function () {
  this.timeout(60_000);
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => {
    home.remove();
    removeFolders();
  });

  it('Ninefold runs where the folder is', () => {
    const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      readonly extensionKind: readonly string[];
      readonly capabilities: { readonly virtualWorkspaces: { readonly supported: boolean } };
    };
    // The local machine is no alternative, and neither is a folder without a machine.
    deepStrictEqual(manifest.extensionKind, ['workspace']);
    strictEqual(manifest.capabilities.virtualWorkspaces.supported, false);
  });

  it('The home folder is that machine’s', () => {
    const environment = home.environment();
    strictEqual(programsOf(environment).folder, shown(join(home.path, '.ninefold', 'bin')));
    strictEqual(userFolder(environment.home), join(home.path, '.ninefold'));
  });

  it('Agents in the editor are found in the server’s folders', () => {
    const folders = editorUserFolders(home.environment()).map((path) => shown(path.replace(home.path, '~')));
    for (const server of ['.vscode-server', '.vscode-remote', '.cursor-server'])
      strictEqual(folders.includes(`~/${server}/data/User`), true, server);
  });

  it('A folder of another machine isn’t taken for one here', async () => {
    const [user = ''] = editorUserFolders(home.environment());
    const chat = (store: string, folder: string): void => {
      home.write(join(user, 'workspaceStorage', store, 'workspace.json'), JSON.stringify({ folder }));
      home.write(join(user, 'workspaceStorage', store, 'chatSessions', `${store}.json`), '{}');
    };
    chat('here', pathToFileURL(home.folder).href);
    chat('there', `vscode-remote://ssh-remote%2Bbox${pathToFileURL(home.folder).pathname}`);
    chat('share', `file://server${pathToFileURL(home.folder).pathname}`);
    const { sessions } = await copilotChatAgent.listSessions(home.environment(), home.folder);
    deepStrictEqual(
      sessions.map(({ sessionId }) => sessionId),
      ['here'],
    );
  });

  it('A process is asked about only where its number means something', () => {
    const gone = { ...newHolder(HERE), pid: 2 ** 22 + 1 };
    const seen = [{}, { host: 'other' }, { boot: 'b2' }, { pids: 'pid:[2]' }].map((other) =>
      isDead(gone, { ...HERE, ...other }, Date.now()),
    );
    deepStrictEqual(seen, [true, undefined, undefined, undefined]);
  });

  it('Both names of a WSL share are one folder', () => {
    const one = String.raw`\\wsl$\Ubuntu\home\me\Shop`;
    strictEqual(isSamePath(one, '//WSL.localhost/ubuntu/home/me/shop', 'win32'), true);
    strictEqual(isSamePath(one, String.raw`\\wsl$\Debian\home\me\Shop`, 'win32'), false);
  });

  it('Two sides may write the same folder', async () => {
    const folder = newFolder();
    // Spelled differently, or this process would queue both and the file would decide nothing.
    const [path, samePath] = [`${folder}/state/ninefold.lock`, `${folder}/./state/ninefold.lock`];
    const order: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const taken = new Promise<void>((resolve) => {
      void withLock(
        path,
        async () => {
          resolve();
          await held;
          order.push('container');
        },
        { place: { ...HERE, pids: 'pid:[2]' } },
      );
    });
    await taken;
    const other = withLock(samePath, () => Promise.resolve(order.push('machine')), { place: HERE });
    release();
    await other;
    deepStrictEqual(order, ['container', 'machine']);
  });

  it('Where nothing can be seen, nothing is claimed', async () => {
    const environment = home.environment();
    const { reading } = await readLiveReading({
      folder: home.folder,
      environment,
      rules: DEFAULT_RULES,
      now: 0,
    });
    strictEqual(reading, null);
    const { text, severity, banner } = statusText({ reading, rules: DEFAULT_RULES.levels, now: 0 });
    deepStrictEqual([text.template, severity, banner], [METER_WORDS['status-unknown'], 'none', '']);
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'One');
    await terminal.done('meter', 'set', '120000');
    match(await terminal.done('meter'), /120,?000|120K/);
  });

  it('holds every rule of the page', function () {
    const rules = [...DOCUMENT.matchAll(/^\d+\. \*\*(.+?)[.,]?\*\*/gm)].map(([, rule = '']) =>
      rule.replaceAll("'", '’'),
    );
    const titles = (this.test?.parent?.tests ?? [])
      .map(({ title }) => title)
      .filter((title) => /^[A-Z]/.test(title));
    deepStrictEqual(titles, rules);
  });
});
