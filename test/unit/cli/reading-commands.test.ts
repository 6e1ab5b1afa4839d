import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { decode } from '@toon-format/toon';

import { statusLineText } from '../meter/status-line-text.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { assistantLine, usage } from '../meter/transcript-lines.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { SEED_ID, Terminal, seedWorkflow } from './terminal.ts';

describe('reading commands', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('gives status, lists and readings as one JSON document', () => {
    const terminal = new Terminal(newFolder());
    seedWorkflow(terminal);
    writeFiles(terminal.folder, { 'docs/requirements.md': '# r' });
    terminal.done('next', 'add', 'Complete Login component', '--status', 'in_flight');
    const status = terminal.json('status') as Record<string, unknown>;
    deepStrictEqual(Object.keys(status), [
      'id',
      'name',
      'task',
      'status',
      'phase',
      'subPhase',
      'phaseName',
      'progress',
      'revision',
      'branch',
      'agents',
      'phases',
      'deliverables',
      'decisions',
      'nextSteps',
    ]);
    deepStrictEqual(
      [status.phase, status.subPhase, status.phaseName, status.progress, status.nextSteps],
      [
        5,
        '5a',
        'TDD Implementation',
        { count: 56, effort: 45 },
        [{ text: 'Complete Login component', status: 'in_flight', phase: 5 }],
      ],
    );
    deepStrictEqual((status.deliverables as unknown[])[0], {
      phase: 1,
      file: 'docs/requirements.md',
      exists: true,
    });
    deepStrictEqual((terminal.json('meter') as Record<string, unknown>).level, 'unknown');
    for (const args of [
      ['list'],
      ['log'],
      ['deliverable', 'list'],
      ['next', 'list'],
      ['handoff', 'list'],
      ['verify'],
      ['resume'],
    ]) {
      ok(terminal.json(...args) !== undefined, args.join(' '));
    }
    deepStrictEqual(terminal.json('banner'), { level: 'unknown', lines: [] });
    terminal.done('meter', 'set', '150000');
    const banner = terminal.json('banner') as { level: string; lines: string[] };
    deepStrictEqual([banner.level, `${banner.lines.join('\n')}\n`], ['warning', terminal.done('banner')]);
    terminal.done('handoff', 'create');
    const path = `.claude/state/handoffs/handoff-${SEED_ID}.md`;
    const text = terminal.done('handoff', 'show');
    deepStrictEqual(terminal.json('handoff', 'show'), { id: SEED_ID, path, text });
  });

  it('prints any export without writing it', () => {
    const terminal = new Terminal(newFolder());
    seedWorkflow(terminal);
    terminal.done('init', 'two', 'Two');
    const keys = (text: string): string[] => Object.keys(decode(text) as object);
    const print = (format: string): string =>
      terminal.done('export', SEED_ID, '--format', format, '--stdout');
    deepStrictEqual(keys(print('context')), [
      'schema',
      'project',
      'patterns',
      'workflow',
      'decisions',
      'revision',
    ]);
    deepStrictEqual(keys(print('decisions')), ['schema', 'workflow', 'decisions', 'revision']);
    ok(keys(print('toon')).includes('deliverables'));
    strictEqual((JSON.parse(print('json')) as Record<string, unknown>).schema, 'ninefold/workflow/1');
    const { code, error } = terminal.run(['export', SEED_ID, '--format', 'context']);
    deepStrictEqual([code, error.includes('shows the active workflow')], [1, true]);
  });

  it('ends without a word where the reader has seen enough', () => {
    const terminal = new Terminal(newFolder());
    terminal.done('init', 'one', 'One');
    const script = `"${process.execPath}" "${resolve('dist', 'cli.js')}" status | true`;
    for (let round = 0; round < 5; round++) {
      const { stderr } = spawnSync('sh', ['-c', script], { cwd: terminal.folder, encoding: 'utf8' });
      strictEqual(stderr, '');
    }
  });

  it('has null for git where there is no repository or no commit', () => {
    const terminal = new Terminal(newFolder());
    terminal.done('init', 'one', 'One');
    strictEqual((terminal.json('status') as Record<string, unknown>).branch, null);
    terminal.done('handoff', 'create');
    match(terminal.done('handoff', 'show'), /Not a git repository, or no commit yet\./);
    const inGit = new Terminal(newFolder());
    git(inGit.folder, 'init', '-q', '-b', 'topic');
    inGit.done('init', 'one', 'One');
    strictEqual((inGit.json('status') as Record<string, unknown>).branch, 'topic');
    strictEqual(existsSync(join(inGit.folder, '.claude/state/.gitignore')), true);
  });

  it('tells what the agent gave its status line beside the reading, and null where nobody knows', () => {
    const home = new TemporaryHome();
    try {
      const terminal = new Terminal(home.folder, { HOME: home.path });
      const account = (): readonly unknown[] => {
        const { agent, costUsd, rateLimits } = terminal.json('meter') as Record<string, unknown>;
        return [agent, costUsd, rateLimits];
      };
      const before = account();
      const call = { id: 'msg_1', sessionId: 'first', cwd: home.folder, usage: usage(90_000, 0, 0, 1) };
      const transcript = home.write(home.transcriptPath('first'), `${assistantLine(call)}\n`);
      const untold = account();
      const resetsAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000).toISOString();
      home.write(join(home.path, '.ninefold/sessions/first.json'), statusLineText({ resetsAt }));
      const told = account();
      const named = terminal.json('meter', '--transcript', transcript) as Record<string, unknown>;
      deepStrictEqual(
        [before, untold, told, [named.agent, named.costUsd, named.rateLimits]],
        [
          [null, null, null],
          ['claude-code', null, null],
          [
            'claude-code',
            1.25,
            {
              fiveHour: { usedPercent: 23.5, resetsAt },
              sevenDay: { usedPercent: 41, resetsAt: null },
            },
          ],
          ['claude-code', null, null],
        ],
      );
    } finally {
      home.remove();
    }
  });
});
