import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { decode } from '@toon-format/toon';

import { statusLineText } from '../meter/status-line-text.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { assistantLine, usage } from '../meter/transcript-lines.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { SEED_ID, seedWorkflow } from './terminal.ts';

describe('reading commands', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('gives status, lists and readings as one JSON document', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    writeFiles(terminal.folder, { 'docs/requirements.md': '# r' });
    await terminal.done('next', 'add', 'Complete Login component', '--status', 'in_flight');
    const status = (await terminal.json('status')) as Record<string, unknown>;
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
      'constraints',
      'attempts',
      'checks',
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
    deepStrictEqual(((await terminal.json('meter')) as Record<string, unknown>).level, 'unknown');
    for (const args of [
      ['list'],
      ['log'],
      ['deliverable', 'list'],
      ['next', 'list'],
      ['handoff', 'list'],
      ['verify'],
      ['resume'],
    ]) {
      ok((await terminal.json(...args)) !== undefined, args.join(' '));
    }
    deepStrictEqual(await terminal.json('banner'), { level: 'unknown', lines: [] });
    await terminal.done('meter', 'set', '150000');
    const banner = (await terminal.json('banner')) as { level: string; lines: string[] };
    deepStrictEqual(
      [banner.level, `${banner.lines.join('\n')}\n`],
      ['warning', await terminal.done('banner')],
    );
    await terminal.done('handoff', 'create');
    const path = `.claude/state/handoffs/handoff-${SEED_ID}.md`;
    const text = await terminal.done('handoff', 'show');
    deepStrictEqual(await terminal.json('handoff', 'show'), { id: SEED_ID, path, text });
  });

  it('prints any export without writing it', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    await terminal.done('init', 'two', 'Two');
    const keys = (text: string): string[] => Object.keys(decode(text) as object);
    const print = (format: string): Promise<string> =>
      terminal.done('export', SEED_ID, '--format', format, '--stdout');
    deepStrictEqual(keys(await print('context')), [
      'schema',
      'project',
      'patterns',
      'workflow',
      'decisions',
      'revision',
    ]);
    deepStrictEqual(keys(await print('decisions')), ['schema', 'workflow', 'decisions', 'revision']);
    ok(keys(await print('toon')).includes('deliverables'));
    strictEqual((JSON.parse(await print('json')) as Record<string, unknown>).schema, 'ninefold/workflow/1');
    const { code, error } = await terminal.run(['export', SEED_ID, '--format', 'context']);
    deepStrictEqual([code, error.includes('shows the active workflow')], [1, true]);
  });

  it('ends without a word where the reader has seen enough', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    const script = `"${process.execPath}" "${resolve('dist', 'cli.js')}" status | true`;
    for (let round = 0; round < 5; round++) {
      const { stderr } = spawnSync('sh', ['-c', script], { cwd: terminal.folder, encoding: 'utf8' });
      strictEqual(stderr, '');
    }
  });

  it('has null for git where there is no repository or no commit', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    strictEqual(((await terminal.json('status')) as Record<string, unknown>).branch, null);
    await terminal.done('handoff', 'create');
    match(await terminal.done('handoff', 'show'), /Not a git repository, or no commit yet\./);
    const inGit = new InProcessTerminal(newFolder());
    git(inGit.folder, 'init', '-q', '-b', 'topic');
    await inGit.done('init', 'one', 'One');
    strictEqual(((await inGit.json('status')) as Record<string, unknown>).branch, 'topic');
    strictEqual(existsSync(join(inGit.folder, '.claude/state/.gitignore')), true);
  });

  it('tells what the agent gave its status line beside the reading, and null where nobody knows', async () => {
    const home = new TemporaryHome();
    try {
      const terminal = new InProcessTerminal(home.folder, { HOME: home.path });
      const account = async (): Promise<readonly unknown[]> => {
        const { agent, costUsd, rateLimits } = (await terminal.json('meter')) as Record<string, unknown>;
        return [agent, costUsd, rateLimits];
      };
      const before = await account();
      const call = { id: 'msg_1', sessionId: 'first', cwd: home.folder, usage: usage(90_000, 0, 0, 1) };
      const transcript = home.write(home.transcriptPath('first'), `${assistantLine(call)}\n`);
      const untold = await account();
      const resetsAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000).toISOString();
      home.write(join(home.path, '.ninefold/sessions/first.json'), statusLineText({ resetsAt }));
      const told = await account();
      const named = (await terminal.json('meter', '--transcript', transcript)) as Record<string, unknown>;
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
