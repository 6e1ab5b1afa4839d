import { deepStrictEqual } from 'node:assert/strict';

import { diagnosticsText } from '../../src/core/diagnostics/diagnostics.ts';
import type { ExaminedSession } from '../../src/node/meter/find-session.ts';
import { describeSearch } from '../../src/node/meter/describe-search.ts';
import { reading } from './meter/sample-reading.ts';
import { started } from './support/workflows.ts';

describe('diagnostics', () => {
  it('say where things are and how they stand, without names, tasks or the home folder', () => {
    const text = diagnosticsText({
      versions: ['Ninefold 0.1.0', 'VS Code 1.101.0'],
      isTrusted: true,
      settings: { 'ninefold.claudeConfigDir': '/home/ann/.claude', 'ninefold.estimates': true },
      folders: [
        {
          folder: '/home/ann/shop',
          root: '/home/ann/shop/.claude',
          shows: 'workflow',
          active: 'wf-001',
          workflows: [started({ name: 'Secret name', task: 'Secret task' })],
          failures: [],
        },
        {
          folder: '/home/anna/b',
          root: null,
          shows: 'damaged',
          active: null,
          workflows: [],
          failures: ['x'],
        },
      ],
      reading: reading({ compactions: [{ trigger: 'auto', preTokens: 1, tokensBefore: 1 }] }),
      look: [],
      log: ['2026 [info] /HOME/ann/shop: no session'],
      home: '/home/ann',
    });
    deepStrictEqual(text.split('\n'), [
      'Ninefold 0.1.0',
      'VS Code 1.101.0',
      'Workspace trusted: yes',
      '',
      'Settings',
      '  ninefold.claudeConfigDir: "~/.claude"',
      '  ninefold.estimates: true',
      '',
      'Folder 1: ~/shop',
      '  State root: .claude',
      '  Shows: workflow',
      '  Active: wf-001',
      '  Workflow wf-001: in_progress, phase 1, revision 1, 0 sessions',
      '',
      'Folder 2: /home/anna/b',
      '  State root: not found',
      '  Shows: damaged',
      '  Active: none',
      '  Failure: x',
      '',
      'Meter',
      `  ${JSON.stringify({ ...reading(), compactions: 1 })}`,
      '',
      'Sessions',
      '  none',
      '',
      'Log',
      '  2026 [info] ~/shop: no session',
      '',
    ]);
  });
});

describe('a look for the session at work', () => {
  const session = (changed: Partial<ExaminedSession>): ExaminedSession => ({
    agent: 'claude-code',
    sessionId: 'first',
    transcript: '/t/first.jsonl',
    folder: '/p',
    isInWorktree: false,
    places: [{ folder: '/p', isInWorktree: false }],
    hasTranscript: true,
    activityAt: 1,
    pid: null,
    isConfirmed: false,
    isEmpty: false,
    isLive: true,
    reason: 'grew-recently',
    ...changed,
  });

  it('says what was chosen, what was passed over and why', () => {
    const sessions = [
      session({ sessionId: 'b', transcript: '/t/b.jsonl', reason: 'other-folder' }),
      session({ pid: 12, reason: 'process-alive', hasTranscript: false }),
    ];
    deepStrictEqual(describeSearch({ folder: '/p', transcript: '/t/first.jsonl', sessions, compressed: 0 }), [
      '/p: the session in /t/first.jsonl (checked 2 sessions)',
      '  skipped: claude-code b, its lines contain another folder: /t/b.jsonl',
      '  chosen: claude-code first, its process is running (12): /t/first.jsonl, not written yet',
    ]);
    deepStrictEqual(describeSearch({ folder: '/p', transcript: null, sessions: [], compressed: 2 }), [
      '/p: no session (checked 0 sessions)',
      "  skipped: 2 compressed (.zst), which can't be read here",
    ]);
  });

  it('names the first few of many', () => {
    const sessions = Array.from({ length: 500 }, () => session({ reason: 'ended' }));
    const lines = describeSearch({ folder: '/p', transcript: null, sessions, compressed: 0 });
    deepStrictEqual([lines.length, lines.at(-1)], [10, '  and 492 more, active longer ago']);
  });
});
