/** The phases view's rows as VS Code knows them while figures and the workflow change. */

import { deepStrictEqual, notStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { EventEmitter } from 'vscode';

import type { MeasuredSteps } from '../../../src/core/plan/phase-fit.ts';
import type { NextRow, Row } from '../../../src/core/view/rows.ts';
import type { SessionRow } from '../../../src/core/view/session-rows.ts';
import { WaitingAgents } from '../../../src/host/sessions/waiting-agents.ts';
import { PhaseTree } from '../../../src/host/tree/phase-tree.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const NONE = { calls: 0, context: 0, processed: 0, output: 0 };

describe('the phases view', () => {
  let host: HostWindow;
  let tree: PhaseTree;
  let waiting: WaitingAgents;
  let announced: (readonly Row[] | undefined)[];
  let measured: MeasuredSteps = null;
  let time = 0;
  const usageChanged = new EventEmitter<void>();
  const measure = (context: number): void => {
    const share = { own: { ...NONE, calls: 1, context }, subagents: NONE };
    measured = { steps: [{ step: '1', ...share }] } as unknown as MeasuredSteps;
    usageChanged.fire();
  };

  beforeEach(async () => {
    editor.reset();
    measured = null;
    time = Date.parse('2026-01-02T03:04:05.678Z');
    host = await openHost();
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await host.model.refresh();
    waiting = new WaitingAgents();
    tree = new PhaseTree({
      model: host.model,
      reading: host.reading,
      usage: { of: () => measured, onDidChange: usageChanged.event },
      work: { of: () => null, onDidChange: new EventEmitter<void>().event },
      waiting,
      review: { of: () => null, isReworked: () => undefined, onDidChange: new EventEmitter<void>().event },
      now: () => time,
    } as unknown as ConstructorParameters<typeof PhaseTree>[0]);
    announced = [];
    tree.onDidChangeTreeData((rows) => announced.push(rows));
  });
  afterEach(() => {
    tree.dispose();
    host.disposables.dispose();
    removeFolders();
  });

  it('announces the rows alone whose figures changed, and keeps their objects', () => {
    const before = tree.getChildren();
    measure(20_000);
    strictEqual(announced.length, 1);
    const changed = announced[0] ?? [];
    strictEqual(changed[0], before[1]);
    deepStrictEqual(
      changed.filter(({ kind }) => kind === 'phase').map(({ id }) => id),
      ['wf-001/phase/1'],
    );
    deepStrictEqual(
      tree.getChildren().map((row, at) => row === before[at]),
      before.map(() => true),
    );
    const [, first] = before;
    ok(first !== undefined);
    const newest = tree.row(first.id);
    ok(newest?.kind === 'phase');
    strictEqual(newest.taken, 20_000);
    strictEqual(tree.getTreeItem(first).description, tree.getTreeItem(newest).description);
    notStrictEqual(first, newest);
    measure(20_000);
    strictEqual(announced.length, 1);
  });

  const row = (isWaiting: boolean): SessionRow => {
    const given = { folder: host.folder, agent: 'claude-code', isWaiting, children: [] };
    return given as unknown as SessionRow;
  };

  it('asks to answer an agent that waits, until it no longer does', () => {
    const next = (): unknown => {
      const [first] = tree.getChildren();
      return first === undefined ? undefined : tree.getTreeItem(first).command?.command;
    };
    strictEqual(next(), 'ninefold.createDeliverable');
    waiting.take([row(true)]);
    strictEqual(next(), 'ninefold.showSessions');
    deepStrictEqual(
      announced.map((rows) => rows?.map(({ id }) => id)),
      [['wf-001/next']],
      'that row alone: the others keep their place and their actions',
    );
    waiting.take([row(false)]);
    strictEqual(next(), 'ninefold.createDeliverable');
  });

  it('takes no click on a next step that has just taken the place of another', () => {
    const shown = (): NextRow => {
      const [first] = tree.getChildren();
      const given: readonly unknown[] =
        first === undefined ? [] : (tree.getTreeItem(first).command?.arguments ?? []);
      return given[0] as NextRow;
    };
    const create = shown();
    strictEqual(tree.nextInstead(create), undefined, 'the first one was never another');
    waiting.take([row(true)]);
    const answer = shown();
    time += 499;
    deepStrictEqual(
      [create, answer].map((clicked) => tree.nextInstead(clicked)?.label),
      [answer.label, answer.label],
    );
    time += 1;
    deepStrictEqual(
      [create, answer].map((clicked) => tree.nextInstead(clicked)?.label),
      [answer.label, undefined],
    );
    measure(20_000);
    strictEqual(tree.nextInstead(answer), undefined, 'only the figures of a phase changed');
  });

  it('knows that a next step is gone', async () => {
    const [first] = tree.getChildren();
    ok(first?.kind === 'next');
    await host.open.service.execute({ kind: 'setStatus', status: 'paused' }, PERSON);
    await host.model.refresh();
    deepStrictEqual(tree.nextInstead(first), { label: null });
  });

  it('gives a row whose actions changed to VS Code anew, so that its commands get them', async () => {
    const [, first, second, third] = tree.getChildren();
    await host.open.service.execute({ kind: 'approve', phase: '1' }, PERSON);
    await host.model.refresh();
    ok(announced.includes(undefined));
    const [, one, two, three] = tree.getChildren();
    deepStrictEqual([one?.id, two?.id], [first?.id, second?.id]);
    ok(one !== first && two !== second);
    strictEqual(three, third);
    ok(two?.actions.includes('approve') === true && second?.actions.includes('approve') === false);
  });
});
