/** TOON in the editor: colours, problems, quick fixes, hovers; beside the public extension of the language too. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Locator } from 'playwright-core';

import { packExtension } from '../harness/package-extension.mjs';
import { projectFolder } from '../harness/paths.mjs';
import { ninefold } from './command-line.ts';
import type { OpenWorkbench } from './open-workbench.ts';
import { Problems } from './problems.ts';
import { escaped } from './tree.ts';
import { useWorkbench } from './use-workbench.ts';

const DATA = [
  '# Users of the shop',
  'users[3]{id,name,role}:',
  '  1,Ann Lee,admin',
  '  2,"Bob, the second",user',
  'tags[2]: a,7',
  'active: true',
  'note: null',
  '',
].join('\n');
const NOTES = ['# Notes', '', '```toon', 'users[1]{id,name}:', '  1,Ann Lee', '```', ''].join('\n');

/** The piece of a line of the active editor with just this text: as the colours cut it. */
function piece(window: OpenWorkbench, text: string): Locator {
  return window.page
    .locator('.editor-group-container.active .view-line span span')
    .filter({ hasText: new RegExp(`^\\s*${escaped(text).replaceAll(' ', '\\s')}\\s*$`, 'u') })
    .first();
}

/** The class that gives a piece its colour. */
async function colourOf(window: OpenWorkbench, text: string): Promise<string | null> {
  return piece(window, text).getAttribute('class');
}

/** What VS Code's own inspector says of the place of the cursor. */
async function scopesOf(window: OpenWorkbench, text: string): Promise<string> {
  await piece(window, text).click();
  await window.runCommand('Developer: Inspect Editor Tokens and Scopes');
  const inspector = window.page.locator('.token-inspect-widget');
  await inspector.locator('.tiw-metadata-table').last().waitFor();
  const said = (await inspector.textContent()) ?? '';
  await window.page.keyboard.press('Escape');
  await inspector.waitFor({ state: 'detached' });
  return said;
}

describe('TOON in the editor', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'data.toon': DATA, 'notes.md': NOTES },
    prepare: (places) => void ninefold(places, 'init', 'wf-001', 'Sign in'),
  });
  const file = (path: string): string => join(window().places.workspace, path);
  const problems = (): Problems => new Problems(window().page);

  it('has colours, and the language has its name', async () => {
    await window().openFile(file('data.toon'));
    await window().waitForTab('data.toon');
    await window()
      .page.locator('.statusbar-item', { hasText: /^TOON$/ })
      .waitFor();
    const texts = ['users', 'name', 'Ann Lee', '3', 'true'];
    // The text is shown first in the colour of plain text, and coloured piece by piece.
    for (const text of texts) await piece(window(), text).and(window().page.locator(':not(.mtk1)')).waitFor();
    const colours = await Promise.all(texts.map((text) => colourOf(window(), text)));
    // Literals are keywords to the theme, and keys are tags.
    strictEqual(new Set(colours).size, 5, colours.join(' '));
    match(await scopesOf(window(), 'Ann Lee'), /string\.unquoted\.toon/);
  });

  it('shows what the strict reader finds in any document, and fixes it by keyboard', async () => {
    await problems().open();
    await problems().row("'users' declares 3 entries but has 2").waitFor();
    await window().screenshot('toon-problem-light');
    await problems().fix("'users' declares 3 entries but has 2", 'Update Entry Count');
    await problems().waitUntilNone();
    match(await window().editorText(), /users\[2\]\{id,name,role\}:/);
  });

  it('checks a new document of the language while it is typed', async () => {
    await window().page.keyboard.press('Control+KeyS');
    await window().runCommand('File: New Untitled Text File');
    await window().waitForTab('Untitled-1');
    await window().runCommand('Change Language Mode');
    await window().quickInput.fill('TOON');
    await window().quickInput.pick(/^TOON/);
    await window().page.keyboard.type('list[2]: one');
    await problems().row("'list' declares 2 entries but has 1").waitFor();
    await window().page.keyboard.type(',two');
    await problems().waitUntilNone();
    await window().page.keyboard.press('Control+KeyA');
    await window().page.keyboard.press('Delete');
    await window().page.keyboard.press('Control+KeyW');
  });

  it('keeps to the state where the setting says so', async () => {
    await window().openFile(file('data.toon'));
    await window().page.keyboard.press('Control+End');
    await window().page.keyboard.type('prose');
    await problems().row("Expected 'key: value' or a row").waitFor();
    window().changeSettings({ 'ninefold.toon.problems': 'stateFiles' });
    await problems().waitUntilNone();
    window().changeSettings({ 'ninefold.toon.problems': 'all' });
    await problems().row("Expected 'key: value' or a row").waitFor();
    await window().page.keyboard.press('Control+KeyZ');
    await problems().waitUntilNone();
  });

  it("says what a key of the state's files means", async () => {
    await window().useTheme('dark');
    await window().openFile(file('.claude/workflow-state.toon'));
    await window().waitForTab('workflow-state.toon');
    const hover = window().page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'workflow.status' });
    await piece(window(), 'in_progress').first().hover();
    await hover.waitFor();
    match(
      ((await hover.textContent()) ?? '').replaceAll('\u00a0', ' '),
      /Status of the workflow\..*in_progress, paused, completed, cancelled/,
    );
    await window().screenshot('toon-hover-dark');
    await window().page.mouse.move(0, 0);
  });

  it('colours fences of Markdown', async () => {
    await window().openFile(file('notes.md'));
    await window().waitForTab('notes.md');
    await piece(window(), 'Ann Lee').waitFor();
    match(await scopesOf(window(), 'Ann Lee'), /string\.unquoted\.toon.*meta\.embedded\.block\.toon/);
    ok((await colourOf(window(), 'users')) !== (await colourOf(window(), 'Ann Lee')));
    await window().screenshot('toon-fence-dark');
  });
});

/** An extension in the place of the public one: its language and grammar, with a scope that no other has. */
function installStandIn(extensionsFolder: string): void {
  const folder = join(extensionsFolder, 'toon-format.toon-0.0.1');
  mkdirSync(folder, { recursive: true });
  const manifest = {
    publisher: 'toon-format',
    name: 'toon',
    version: '0.0.1',
    engines: { vscode: '^1.95.0' },
    contributes: {
      languages: [{ id: 'toon', aliases: ['TOON', 'toon'], extensions: ['.toon'] }],
      grammars: [{ language: 'toon', scopeName: 'source.toon', path: './toon.json' }],
    },
  };
  const grammar = { scopeName: 'source.toon', patterns: [{ match: 'Ann Lee', name: 'string.stand-in' }] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'toon.json'), JSON.stringify(grammar));
}

describe('TOON beside the public extension', function () {
  this.timeout(120_000);
  const vsix = join(projectFolder, 'out', 'packaged', 'beside.vsix');
  before('pack it', async () => {
    mkdirSync(dirname(vsix), { recursive: true });
    await packExtension(vsix);
  });
  const window = useWorkbench({
    vsix,
    files: { 'data.toon': DATA, 'notes.md': NOTES },
    beside: installStandIn,
  });

  it('leaves the colours of documents to it, and keeps problems, fixes and fences', async () => {
    await window().openFile(join(window().places.workspace, 'data.toon'));
    await window().waitForTab('data.toon');
    const problems = new Problems(window().page);
    await problems.open();
    await problems.row("'users' declares 3 entries but has 2").waitFor();
    const scopes = await scopesOf(window(), 'Ann Lee');
    deepStrictEqual([scopes.includes('string.stand-in'), scopes.includes('ninefold')], [true, false], scopes);
    await problems.fix("'users' declares 3 entries but has 2", 'Update Entry Count');
    await problems.waitUntilNone();
    await window().openFile(join(window().places.workspace, 'notes.md'));
    match(await scopesOf(window(), 'Ann Lee'), /string\.unquoted\.toon/);
  });
});
