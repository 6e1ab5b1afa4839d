/** The phases view's rows as VS Code knows them while figures and the workflow change. */

import { deepStrictEqual, notStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { EventEmitter } from 'vscode';

import type { MeasuredSteps } from '../../../src/core/plan/phase-fit.ts';
import type { Row } from '../../../src/core/view/rows.ts';
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
  const usageChanged = new EventEmitter<void>();
  const measure = (context: number): void => {
    const share = { own: { ...NONE, calls: 1, context }, subagents: NONE };
    measured = { steps: [{ step: '1', ...share }] } as unknown as MeasuredSteps;
    usageChanged.fire();
  };

  beforeEach(async () => {
    editor.reset();
    measured = null;
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
      review: { of: () => null, onDidChange: new EventEmitter<void>().event },
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
    ok(first !== undefined && String(tree.getTreeItem(first).description).includes('20'));
    notStrictEqual(first.description, tree.row(first.id)?.description);
    measure(20_000);
    strictEqual(announced.length, 1);
  });

  it('asks to answer an agent that waits, until it no longer does', () => {
    const row = (isWaiting: boolean): SessionRow => {
      const given = { folder: host.folder, agent: 'claude-code', isWaiting, children: [] };
      return given as unknown as SessionRow;
    };
    const next = (): unknown => {
      const [first] = tree.getChildren();
      return first === undefined ? undefined : tree.getTreeItem(first).command?.command;
    };
    strictEqual(next(), 'ninefold.createDeliverable');
    waiting.take([row(true)]);
    strictEqual(next(), 'ninefold.showSessions');
    waiting.take([row(false)]);
    strictEqual(next(), 'ninefold.createDeliverable');
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
