/** Where *Continue in a New Session* offers to go on, and what it reports of a terminal. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';

import type { Memento } from 'vscode';

import { continueCommands } from '../../../src/host/commands/continue-commands.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { resumeChosen } from '../../../src/host/commands/resume-workflow.ts';
import { LastLaunch } from '../../../src/host/sessions/last-launch.ts';
import { editor } from '../support/fake-vscode.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { PERSON, openHost, readingOf } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const ID = 'sign-in-with-a-passkey-20260102';
const COPY = 'Copy Prompt';

/** Ending and text of a program's file. Wine would run a script. */
const [ENDING, PROGRAM] = process.platform === 'win32' ? ['.exe', 'no program\n'] : ['', '#!/bin/sh\n'];

describe('a session that goes on', () => {
  const path = process.env.PATH;
  let host: HostWindow;
  let lists: (readonly string[])[];
  let details: string[];
  let choice: string | undefined;

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    [lists, details, choice] = [[], [], undefined];
    editor.answers = {
      pick: (items) => {
        lists.push(items.map(({ label }) => label));
        details.push(...items.flatMap(({ detail }) => detail ?? []));
        return items.find(({ label }) => label === choice)?.label;
      },
    };
    await host.open.service.start({ kind: 'start', id: ID, name: 'Sign in', branch: null }, PERSON);
    await host.model.refresh();
  });
  afterEach(() => {
    process.env.PATH = path;
    host.disposables.dispose();
    removeFolders();
  });

  /** Puts only these programs on the PATH. */
  const install = (...programs: readonly string[]): void => {
    const folder = newFolder();
    for (const name of programs.map((program) => program + ENDING)) {
      writeFiles(folder, { [name]: PROGRAM });
      chmodSync(join(folder, name), 0o755);
    }
    process.env.PATH = folder;
  };
  const context = (): CommandContext => {
    const { model, reading, reporter } = host;
    return {
      model: model.scope(),
      reading,
      reporter,
      userFolder: newFolder(),
    } satisfies Partial<CommandContext> as Partial<CommandContext> as CommandContext;
  };
  const stored = new Map<string, unknown>();
  const memento = {
    get: (key: string) => stored.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)),
  } satisfies Partial<Memento> as Partial<Memento> as Memento;
  const goOn = (how: 'continueSession' | 'continueSessionWith' = 'continueSession'): unknown =>
    continueCommands(context(), new LastLaunch(memento))[`ninefold.${how}`]?.();
  const plain = (labels: readonly string[] = []): readonly string[] =>
    labels.map((label) => label.replace(/^\$\([^)]*\) /, ''));

  beforeEach(() => stored.clear());

  it('is offered with the agents whose programs are there, and its own agent comes first', async () => {
    install('claude', 'qwen', 'opencode', 'copilot');
    host.reading.setFolder(host.folder, readingOf(90_000, { agent: 'qwen-code' }));
    await goOn();
    deepStrictEqual(plain(lists[0]), [
      'Qwen Code in a terminal',
      'Claude Code in a terminal',
      'Copilot CLI in a terminal',
      'OpenCode in a terminal',
      COPY,
    ]);
  });

  it('is offered with the clipboard alone where no agent is there', async () => {
    install('kimi', 'git');
    await goOn();
    deepStrictEqual(plain(lists[0]), [COPY]);
  });

  it('says that a copied prompt starts nothing, why, and what to do, every time', async () => {
    install('kimi');
    host.reading.setFolder(host.folder, readingOf(90_000, { agent: 'claude-code' }));
    choice = `$(copy) ${COPY}`;
    const first = goOn();
    const { severity, text, buttons, press } = await editor.messageAt(0);
    deepStrictEqual([severity, buttons], ['information', ['Continue With…']]);
    match(text, /'claude'.*Claude Code/);
    match(details[0] ?? '', /'claude'.*Claude Code/);
    press('Continue With…');
    await first;
    await editor.command('ninefold.continueSessionWith');
    const second = goOn();
    const again = await editor.messageAt(1);
    strictEqual(again.text, text);
    again.press(undefined);
    await second;
    strictEqual(lists.length, 1);
  });

  it('blames no program that is there', async () => {
    install('claude');
    host.reading.setFolder(host.folder, readingOf(90_000, { agent: 'claude-code' }));
    choice = `$(copy) ${COPY}`;
    const done = goOn('continueSessionWith');
    const { text, press } = await editor.messageAt(0);
    press(undefined);
    await done;
    deepStrictEqual([text.includes("'claude'"), details], [false, []]);
  });

  it('asks again if the agent of the last time is gone', async () => {
    install('codex');
    stored.set('lastLaunch', 'claude-code');
    await goOn();
    deepStrictEqual(plain(lists[0]), ['Codex in a terminal', COPY]);
    install('claude', 'codex');
    await goOn();
    deepStrictEqual([lists.length, editor.terminals[0]?.lines[0]?.split(' ')[0]], [1, 'claude']);
  });

  it('runs in a terminal named by the workflow, and says nothing of it unless its program never ran', async () => {
    install('claude');
    stored.set('lastLaunch', 'claude-code');
    await goOn();
    const [terminal] = editor.terminals;
    const [line = ''] = terminal?.lines ?? [];
    strictEqual(terminal?.name, 'sign-in-with-a-passkey-…');
    terminal.end('source .venv/bin/activate', 127);
    terminal.end(line, 0);
    terminal.end(line, 127);
    deepStrictEqual([editor.messages.length, editor.statusMessages], [0, []]);
  });

  it('reports a program that the terminal didn’t find, and leads to another agent', async () => {
    install('claude');
    stored.set('lastLaunch', 'claude-code');
    await goOn();
    const [terminal] = editor.terminals;
    terminal?.end(terminal.lines[0] ?? '', 127);
    const { severity, press } = await editor.messageAt(0);
    strictEqual(severity, 'error');
    press('Continue With…');
    await editor.command('ninefold.continueSessionWith');
  });

  it('hears no more of a terminal that was closed', async () => {
    install('claude');
    stored.set('lastLaunch', 'claude-code');
    await goOn();
    const [terminal] = editor.terminals;
    terminal?.close();
    terminal?.end(terminal.lines[0] ?? '', 127);
    deepStrictEqual(editor.messages, []);
  });

  it('begins in VS Code’s chat with the prompt filled in, where there is one', async () => {
    install();
    editor.extensions.add('GitHub.copilot-chat');
    for (const id of ['workbench.action.chat.newChat', 'workbench.action.chat.open']) editor.known.add(id);
    choice = 'Copilot Chat in its panel';
    await goOn('continueSessionWith');
    // The label has its icon.
    [choice] = lists[0] ?? [];
    await goOn('continueSessionWith');
    const [, filled] = await editor.command('workbench.action.chat.open');
    const { query, isPartialQuery } = filled as { readonly query: string; readonly isPartialQuery: boolean };
    deepStrictEqual([query.startsWith(`Resume workflow ${ID} `), isPartialQuery], [true, true]);
    editor.set('chat.disableAIFeatures', true);
    await goOn('continueSessionWith');
    deepStrictEqual(plain(lists.at(-1)), [COPY]);
  });

  it('resumes in a terminal with the session’s agent', async () => {
    install('claude', 'pi');
    host.reading.setFolder(host.folder, readingOf(90_000, { agent: 'pi' }));
    await resumeChosen(context(), ID);
    [, choice] = lists[0] ?? [];
    await resumeChosen(context(), ID);
    strictEqual(editor.terminals[0]?.lines[0]?.startsWith('pi "Resume workflow '), true);
    install();
    await resumeChosen(context(), ID);
    strictEqual(plain(lists.at(-1)).includes('Run in Terminal'), false);
  });
});
