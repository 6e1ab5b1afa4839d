/** *Start Workflow…* takes over what the live session did: what it shows, and what comes of the lines that are kept. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { resultOf } from '../../../src/core/workflow/kept-checks.ts';
import { startWorkflow } from '../../../src/host/commands/start-workflow.ts';
import { projectName } from '../../../src/node/agents/claude-code/folders.ts';
import { ClaudeCodeSession } from '../activity/claude-code-session.ts';
import { editor } from '../support/fake-vscode.ts';
import { commitInto, git, newFolder, removeFolders } from '../support/folders.ts';
import { commandContext, openHost, readingOf } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const SESSION = '11111111-2222-4333-8444-555555555555';
const FAILS =
  'Exit code 1\n\n  4 passing (1ms)\n  1 failing\n\n  1) cart\n       adds:\n     AssertionError: 1 == 2\n';

interface Asked {
  readonly title: string;
  readonly labels: readonly string[];
}

describe('Start Workflow… in a session', function () {
  this.timeout(60_000);
  let host: HostWindow;
  let session: ClaudeCodeSession;
  let asked: Asked[];
  /** What the last list selects before a person changes it. */
  let picked: readonly string[];

  const run = (): Promise<void> => startWorkflow(commandContext(host));
  /** Answers each list with the next answer. */
  const answer = (
    ...answers: readonly (string | ((labels: readonly string[]) => readonly string[]))[]
  ): void => {
    const left = [...answers];
    editor.answers = {
      // One Enter takes the suggested name.
      input: ({ value = '' }) => value,
      pick: (items, { title = '' }) => {
        picked = items.filter((item) => item.picked === true).map(({ label }) => label);
        const labels = items
          .filter(({ kind }) => kind === undefined)
          .map(({ label }) => label.replace(/^\$\(\S+\) /, ''));
        asked.push({ title, labels });
        const next = left.shift();
        const kept = typeof next === 'function' ? next(labels) : next;
        if (kept === undefined) return undefined;
        const wanted = [kept].flat();
        return items
          .map(({ label }) => label)
          .filter((label) => wanted.includes(label.replace(/^\$\(\S+\) /, '')));
      },
    };
  };
  const begin = async (): Promise<void> => {
    const home = newFolder();
    const transcript = join(home, 'projects', projectName(host.path), `${SESSION}.jsonl`);
    mkdirSync(dirname(transcript), { recursive: true });
    writeFileSync(transcript, session.text);
    editor.set('ninefold.claudeConfigDir', home);
    host.reading.setFolder(host.folder, readingOf(20_000, { sessionId: SESSION }));
    host.reading.set(readingOf(20_000, { sessionId: SESSION }), host.folder);
    await host.model.refresh();
  };

  beforeEach(async () => {
    editor.reset();
    [asked, picked] = [[], []];
    const path = newFolder();
    git(path, 'init', '-q', '-b', 'main');
    commitInto(path, {
      'package.json': JSON.stringify({ scripts: { test: 'mocha' } }),
      'src/cart.js': 'one',
      'docs/requirements.md': '# Cart',
    });
    git(path, 'switch', '-qc', 'feat/cart');
    host = await openHost(path);
    session = new ClaudeCodeSession({ cwd: path, sessionId: SESSION });
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  /** As an agent works: documents, code, a failing test, to-dos. */
  const work = (): void => {
    session.prompt('Add a cart to the shop.');
    session.did('Write', { file_path: join(host.path, 'docs/requirements.md') });
    session.did('Edit', { file_path: join(host.path, 'src/cart.js') });
    session.result(session.call('Bash', { command: 'npm test' }), FAILS, { isError: true });
    const todos = [
      { content: 'Refund a cart', status: 'in_progress' },
      { content: 'Ship it', status: 'pending' },
    ];
    session.did('TodoWrite', { todos });
  };

  it('shows the session first, then every line, and takes over what is kept', async () => {
    work();
    await begin();
    answer('From This Session', 'Full', () => picked.filter((label) => label !== 'Ship it'));
    await run();
    deepStrictEqual(
      asked.map(({ labels }) => labels),
      [
        ['From This Session', 'New Workflow'],
        ['Full', 'Backend', 'Bug Fix', 'Prototype', 'Documentation', 'Configuration'],
        [
          'feat/cart',
          'Begin in 5b TDD GREEN',
          'docs/requirements.md',
          'src/cart.js',
          'npm test',
          'Refund a cart',
          'Ship it',
        ],
      ],
    );
    const { name, task, branch, current, deliverables, nextSteps, checks } = await host.open.service.state();
    deepStrictEqual(
      [name, task, branch, current],
      ['Add a cart to the shop', 'Add a cart to the shop.', 'feat/cart', '1'],
    );
    deepStrictEqual(
      deliverables.map(({ file, phase }) => [phase, file]),
      [
        [1, 'docs/requirements.md'],
        [5, 'src/cart.js'],
      ],
    );
    deepStrictEqual(
      nextSteps.map(({ text, status }) => [text, status]),
      [['Refund a cart', 'in_flight']],
    );
    deepStrictEqual(
      checks.map((check) => [check.step, check.command, resultOf(check), check.grade]),
      [['5a', 'npm test', 'fail', 'observed']],
    );
  });

  it('claims no phase unless a person selects where it begins, and takes an edited name', async () => {
    work();
    await begin();
    answer('From This Session', 'Full', (labels) => labels);
    editor.answers = { ...editor.answers, input: ({ value }) => `${value ?? ''}, with refunds` };
    await run();
    const { name, current, steps } = await host.open.service.state();
    deepStrictEqual(
      [picked.includes('Begin in 5b TDD GREEN'), name, current, steps['1'].unverified],
      [false, 'Add a cart to the shop, with refunds', '5b', ['by-hand']],
    );
  });

  it('counts a passing run of the project’s tests', async () => {
    session.prompt('Test the shop');
    session.result(session.call('Bash', { command: 'npm test' }), '\n  5 passing (1ms)\n');
    await begin();
    const counts: unknown[] = [];
    editor.answers = {
      pick: (items) => {
        counts.push(...items.flatMap(({ description }) => description ?? []));
        return undefined;
      },
    };
    await run();
    deepStrictEqual(counts, ['files: 0, checks: 1, to-dos: 0']);
  });

  it('takes nothing over that a person removes', async () => {
    work();
    await begin();
    answer('From This Session', 'Full', () => []);
    await run();
    const { branch, current, deliverables, nextSteps, checks } = await host.open.service.state();
    deepStrictEqual([branch, current, deliverables, nextSteps, checks], [null, '1', [], [], []]);
  });

  it('starts nothing on Escape, at each list', async () => {
    work();
    await begin();
    for (const answers of [[], ['From This Session'], ['From This Session', 'Full']]) {
      answer(...answers);
      await run();
    }
    deepStrictEqual(await host.open.service.ports.journals.listIds(), []);
  });

  it('takes over no secret', async () => {
    // In parts, because no text of this repository may look like a secret.
    const secret = [
      'sk',
      'ant',
      'api03-aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cF-aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cF',
    ].join('-');
    session.prompt(`Use the key ${secret} in the shop`);
    session.did('Edit', { file_path: join(host.path, 'src/cart.js') });
    await begin();
    let names = 0;
    answer('From This Session', 'Full', (labels) => labels);
    editor.answers = { ...editor.answers, input: () => ((names += 1), 'Cart') };
    await run();
    const state = await host.open.service.state();
    deepStrictEqual([names, state.name, JSON.stringify(state).includes('sk-ant')], [1, 'Cart', false]);
  });

  it('asks as ever if the session did nothing, ended, or has a workflow, or with activity off', async () => {
    const cases = [
      ['nothing', async () => begin()],
      [
        'ended',
        async () => {
          work();
          await begin();
          host.reading.setFolder(host.folder, readingOf(20_000, { sessionId: SESSION, live: false }));
          host.reading.set(readingOf(20_000, { sessionId: SESSION, live: false }), host.folder);
        },
      ],
      [
        'off',
        async () => {
          await begin();
          editor.set('ninefold.activity', false);
        },
      ],
      [
        'workflow',
        async () => {
          editor.set('ninefold.activity', true);
          await begin();
          await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One' }, { kind: 'person' });
        },
      ],
    ] as const;
    for (const [what, prepare] of cases) {
      await prepare();
      let names = 0;
      answer();
      editor.answers = { ...editor.answers, input: () => ((names += 1), undefined) };
      await run();
      strictEqual(names, 1, what);
    }
    deepStrictEqual(asked, []);
  });
});
