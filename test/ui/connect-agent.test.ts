/** Agents are connected in the window: the difference first, then a Yes, and everything back again. */

import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Places } from './open-workbench.ts';
import { useWorkbench } from './use-workbench.ts';

const QUESTION = /changes to connect Claude Code\?/;
const SERVERS = '{\n  // of the team\n  "mcpServers": { "db": { "command": "db-server" } }\n}\n';

describe('Connect Agent', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { '.mcp.json': SERVERS },
    homeFiles: {
      '.claude/settings.json': '{ "statusLine": { "type": "command", "command": "echo mine" } }\n',
    },
  });
  const servers = ({ workspace }: Places): string => readFileSync(join(workspace, '.mcp.json'), 'utf8');
  const settings = ({ workspace }: Places): string => join(workspace, '.claude/settings.local.json');

  const toTheDifference = async (): Promise<void> => {
    await window().typeCommand('Ninefold: Connect Agent…');
    await window().quickInput.choose('Claude Code', 'Connect Agent');
    await window().waitForTab(/^Connect Claude Code: Current ↔ Connected/);
  };

  it('shows the difference, and after a No nothing is changed', async () => {
    await toTheDifference();
    await window().page.getByText('settings.local.json').first().waitFor();
    await window().quickInput.waitFor(QUESTION);
    await window().screenshot('connect-difference-light');
    await window().useTheme('dark');
    await window().screenshot('connect-difference-dark');
    await window().useTheme('light');
    await window().quickInput.pick('Cancel');
    deepStrictEqual([servers(window().places), existsSync(settings(window().places))], [SERVERS, false]);
  });

  it('shows the changes of other parts and another place too, before anything is written', async () => {
    await toTheDifference();
    await window().quickInput.choose('Select Optional Parts…', QUESTION);
    await window().quickInput.entry('Add Skill').waitFor();
    await window().screenshot('connect-extras');
    await window().quickInput.takeAsItIs('Connect Claude Code');
    await window().quickInput.choose('For All My Folders', QUESTION);
    await window().quickInput.entry('For This Folder').waitFor();
    await window().quickInput.cancel();
    deepStrictEqual([servers(window().places), existsSync(settings(window().places))], [SERVERS, false]);
  });

  it('changes the files after a Yes, by the keyboard alone', async () => {
    await toTheDifference();
    await window().quickInput.choose('Connect', QUESTION);
    await window().statusBarItemWithText('Claude Code is connected').waitFor();
    match(servers(window().places), /\/\/ of the team[^]*db-server[^]*\.ninefold\/bin\/ninefold/);
    match(
      readFileSync(settings(window().places), 'utf8'),
      /SessionStart[^]*statusline inherited 'echo mine'/,
    );
    ok(existsSync(join(window().places.home, '.ninefold/bin/ninefold')));
  });

  it('says that it is connected already', async () => {
    await window().typeCommand('Ninefold: Connect Agent…');
    await window().quickInput.choose('Claude Code', 'Connect Agent');
    await window().quickInput.waitFor('Claude Code is already connected');
    await window().quickInput.cancel();
  });

  it('refuses a file that cannot be read, with its line', async () => {
    const { workspace } = window().places;
    const before = servers(window().places);
    writeFileSync(join(workspace, '.mcp.json'), '{\n  nothing\n}\n');
    await window().typeCommand('Ninefold: Connect Agent…');
    await window().quickInput.choose('Claude Code', 'Connect Agent');
    const refusal = await window().notifications.message(
      /\.mcp\.json:2: not valid JSON .*nothing was changed/,
    );
    await window().screenshot('connect-refused');
    await refusal.dismiss();
    await window().notifications.close();
    writeFileSync(join(workspace, '.mcp.json'), before);
  });

  it('gives everything back by Disconnect Agent', async () => {
    await window().chooseFromViewMenu('Agent', 'Disconnect Agent…');
    await window().quickInput.choose('Claude Code', 'Disconnect Agent');
    await window().waitForTab(/^Disconnect Claude Code: Current ↔ Disconnected/);
    await window().quickInput.choose('Disconnect', /changes to disconnect Claude Code\?/);
    await window().statusBarItemWithText('Claude Code is disconnected').waitFor();
    deepStrictEqual(
      [
        servers(window().places),
        existsSync(settings(window().places)),
        existsSync(join(window().places.home, '.ninefold')),
      ],
      [SERVERS, false, false],
    );
    // The menu offers whichever applies.
    await window().chooseFromViewMenu('Agent', 'Connect Agent…');
    await window().quickInput.cancel();
  });
});
