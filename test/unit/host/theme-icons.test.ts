/** VS Code draws an icon where a label, a box or the status bar says `$(name)`: Ninefold's own, and none that a text names. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import type { QuickPickItem } from 'vscode';

import type { AgentTaskService } from '../../../src/core/service/agent-task-service.ts';
import { withDescendants } from '../../../src/core/view/rows.ts';
import { treeRows } from '../../../src/core/view/tree-rows.ts';
import { readLine } from '../../../src/core/workflow/names.ts';
import { deliverableCommands } from '../../../src/host/commands/deliverable-commands.ts';
import { taskIdOf } from '../../../src/host/commands/pick-task.ts';
import { resumeChosen } from '../../../src/host/commands/resume-workflow.ts';
import { workflowCommands } from '../../../src/host/commands/workflow-commands.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { WindowFills } from '../../../src/host/activity/window-fills.ts';
import { SessionSearchLog } from '../../../src/host/meter/session-search-log.ts';
import { MeterStatusBar } from '../../../src/host/meter/status-bar.ts';
import { showBriefly } from '../../../src/host/notices.ts';
import { askText, pickOne } from '../../../src/host/quick-input.ts';
import type { Choice } from '../../../src/host/quick-input.ts';
import { launch } from '../../../src/host/sessions/launch.ts';
import { LAUNCHES } from '../../../src/host/sessions/last-launch.ts';
import { treeItem } from '../../../src/host/tree/tree-items.ts';
import { rowTooltip } from '../../../src/host/tree/row-tooltip.ts';
import { HOSTILE_TEXTS } from '../../fixtures/hostile-texts.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost, readingOf } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const PIECES = [
  '$',
  '(',
  ')',
  '$(',
  '$(flame)',
  '$(flame~spin)',
  '\\',
  'flame',
  ' ',
  '](command:x)',
  '[y',
  '\u200b',
  '\n',
];
const ICON = '$(flame) burns $(sync~spin) \\$(flame)';

function mixtures(count: number): readonly string[] {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(7) }, () => PIECES[next(PIECES.length)] ?? '').join(''),
  );
}

const TEXTS = [ICON, ...HOSTILE_TEXTS.map(({ text }) => text), ...mixtures(500)];

/** Nothing in it is an icon, in no part of it either: a filter highlights parts of a label by themselves. */
function isText(text: string | undefined, place: string): void {
  ok(text?.includes('$(') !== true, `${place}: ${JSON.stringify(text)}`);
}

/** As much as one icon of ours, and a space. */
function isLabel(label: string, place: string): void {
  isText(label.replace(/^\$\((?!flame|sync|bell)[a-z-]+\) /, ''), place);
}

function areTexts(items: readonly QuickPickItem[], place: string): void {
  for (const { label, description, detail } of items) {
    isLabel(label, place);
    isText(description, place);
    isText(detail, place);
  }
}

describe('icons that a text names', () => {
  beforeEach(() => editor.reset());

  it('are text in every part of a list', async () => {
    const items = TEXTS.flatMap((text): Choice[] => [
      { label: text, description: text, detail: text },
      { icon: 'layers', label: text },
    ]);
    let shown: readonly QuickPickItem[] = [];
    editor.answers = {
      pick: (given) => {
        shown = given;
        return given[1]?.label;
      },
    };
    strictEqual(await pickOne(items, {}), items[1]);
    strictEqual(shown.length, items.length);
    areTexts(shown, 'list');
    shown.forEach(({ label }, index) => strictEqual(label.startsWith('$(layers) '), index % 2 === 1));
  });

  it('are text in what a box asks and finds wrong, and so is a link', async () => {
    for (const text of TEXTS) {
      const said: unknown[] = [];
      editor.answers = {
        input: (options) => {
          said.push(options.prompt, options.validateInput?.(text));
          return 'x';
        },
      };
      await askText({ prompt: text, validateInput: (typed) => Promise.resolve(typed) });
      const [prompt, problem] = await Promise.all(said);
      strictEqual(prompt, problem);
      ok(typeof prompt === 'string' && !prompt.includes(']('), JSON.stringify(prompt));
      isText(prompt, 'box');
    }
  });

  it('are text in the status bar, behind the icon that is ours', () => {
    for (const text of TEXTS) showBriefly('check', text);
    strictEqual(editor.statusMessages.length, TEXTS.length);
    for (const text of editor.statusMessages) {
      ok(text.startsWith('$(check) '));
      isText(text.slice('$(check) '.length), 'status bar');
    }
  });
});

describe('a workflow that names icons', () => {
  let host: HostWindow;
  let lists: (readonly QuickPickItem[])[];
  let boxes: (string | undefined)[];

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    const { service } = host.open;
    await service.start({ kind: 'start', id: 'wf-001', name: ICON, branch: ICON }, PERSON);
    await service.execute({ kind: 'addDeliverable', file: `docs/${ICON}.md`, phase: '1' }, PERSON);
    await service.execute({ kind: 'reject', reason: ICON }, PERSON);
    await host.model.refresh();
    [lists, boxes] = [[], []];
    editor.answers = {
      input: ({ prompt }) => {
        boxes.push(prompt);
        return boxes.length > 3 ? undefined : 'key';
      },
      pick: (items) => {
        lists.push(items);
        return items[0]?.label;
      },
    };
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('is text in the lists of the commands, in their words and in a terminal’s name', async () => {
    const parts = { model: host.model.scope(), reporter: host.reporter, reading: host.reading };
    const context = parts satisfies Partial<CommandContext> as unknown as CommandContext;
    const commands = { ...workflowCommands(context), ...deliverableCommands(context) };
    await commands['ninefold.switchWorkflow']?.();
    const removal = commands['ninefold.removeDeliverable']?.();
    (await editor.message(/^Remove/)).press(undefined);
    await removal;
    await resumeChosen(context, 'wf-001');
    const tasks = { list: () => Promise.resolve({ tasks: [{ id: 't-1', title: ICON, state: 'finished' }] }) };
    strictEqual(await taskIdOf(tasks as unknown as AgentTaskService, undefined, ['finished']), 't-1');
    strictEqual(lists.length, 4);
    strictEqual(lists.filter((items) => JSON.stringify(items).includes('flame')).length, 3);
    for (const items of lists) areTexts(items, 'list');
    deepStrictEqual(
      editor.statusMessages.map((text) => text.startsWith('$(check) ') && !text.slice(2).includes('$(')),
      editor.statusMessages.map(() => true),
    );
    ok(editor.statusMessages.some((text) => text.includes('flame')));
    const [terminal] = LAUNCHES;
    ok(terminal?.kind === 'terminal');
    const session = { prompt: 'Resume workflow wf-001', folder: host.path, id: ICON };
    await launch(terminal, session, host.reporter);
    isText(editor.terminals.map(({ name }) => name).join(), 'terminal');
  });

  it('is in no status item, and in the plain labels and tooltips of the tree, which draw none', () => {
    host.reading.setFolder(host.folder, readingOf(152_000, { sessionId: ICON, model: ICON }));
    host.disposables.add(
      new MeterStatusBar({
        model: host.model,
        reading: host.reading,
        fills: new WindowFills(),
        searches: new SessionSearchLog(host.log),
      }),
    );
    const [item] = editor.statusItems;
    ok(item?.text.startsWith('$(') === true);
    isLabel(item.text, 'status item');
    const { state } = host.model;
    ok(state !== undefined);
    const others = [{ id: 'wf-002', name: readLine(ICON), status: 'paused', phase: '1' }] as const;
    const content = { key: 'k', name: ICON, state, files: {}, damage: [], others, isReadOnly: false };
    const rows = withDescendants(treeRows([content]));
    ok(rows.length > 9);
    for (const row of rows) {
      const { label, description } = treeItem(row, undefined);
      // Only a label in Markdown, which is no text, can draw icons.
      deepStrictEqual([typeof label, typeof description], ['string', 'string']);
      strictEqual(rowTooltip(row, { state, files: {} }).supportThemeIcons, false);
    }
  });
});
