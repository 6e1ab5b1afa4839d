/** What a session tells about itself, and how much of it a handoff holds. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';

import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';

import { NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import type { SessionActivity } from '../../../src/core/activity/activity.ts';
import { lastChecks } from '../../../src/core/activity/last-checks.ts';
import { claudeCodeActivity } from '../../../src/core/agents/claude-code/activity.ts';
import { observedOf, taskOf } from '../../../src/core/handoff/observed.ts';
import { MOST_TOKENS } from '../../../src/core/handoff/observed-lines.ts';
import { sessionDocument } from '../../../src/core/handoff/session-document.ts';
import { ClaudeCodeSession } from '../activity/claude-code-session.ts';
import { fed } from '../activity/fed.ts';

const PLACE = { folders: ['/home/me/shop', '/real/shop'], platform: 'linux' };
const GIT = { branch: 'main', commit: null, uncommitted: [] };
const SESSION: SessionActivity = { ...NO_ACTIVITY, agent: 'claude-code', sessionId: 'one' };

function documentOf(activity: SessionActivity): string {
  const observed = observedOf(activity, null, PLACE);
  const resume = 'Continue from .claude/state/handoffs/handoff-session-claude-code-00000000.md';
  return sessionDocument({
    id: 'session-claude-code-00000000',
    observed,
    git: GIT,
    work: null,
    banner: '',
    resume,
    folder: null,
  });
}

function edited(count: number): SessionActivity['files'] {
  return Array.from({ length: count }, (_, at) => ({
    path: `/home/me/shop/src/feature-${at}/componentNumber${at}.tsx`,
    edits: count - at,
    at: null,
  }));
}

describe('what a session is about', () => {
  const taskIn = (session: ClaudeCodeSession): string | null => taskOf(fed(claudeCodeActivity, session.text));

  it('is the agent’s title, else the first prompt that says something, else what follows a command', () => {
    const session = new ClaudeCodeSession();
    session.prompt('hi');
    strictEqual(taskIn(session), 'hi');
    session.prompt(
      '<command-message>fix</command-message><command-args>the flaky upload test</command-args>',
    );
    strictEqual(taskIn(session), 'the flaky upload test');
    session.prompt('make uploads resumable');
    strictEqual(taskIn(session), 'make uploads resumable');
    session.say({ type: 'summary', summary: 'Uploads that resume', leafUuid: 'whatever' });
    strictEqual(taskIn(session), 'Uploads that resume');
    session.say({ type: 'ai-title', aiTitle: 'Resumable uploads' });
    strictEqual(taskIn(session), 'Resumable uploads');
    session.say({ type: 'summary', summary: 'A later summary', leafUuid: 'whatever' });
    strictEqual(taskIn(session), 'Resumable uploads');
  });

  it('takes a summary ahead of the conversation only if its last message is in there', () => {
    const session = new ClaudeCodeSession();
    session.say({ type: 'summary', summary: 'Of another session', leafUuid: 'elsewhere' });
    session.say({ type: 'summary', summary: 'Of this one', leafUuid: 'here' });
    session.prompt('make uploads resumable');
    strictEqual(taskIn(session), 'make uploads resumable');
    session.say({ type: 'assistant', uuid: 'here', message: { role: 'assistant', content: [] } });
    strictEqual(taskIn(session), 'Of this one');
  });
});

describe('the last run of each check', () => {
  const runs = (...commands: readonly (readonly [command: string, exitCode: number])[]): unknown =>
    lastChecks(commands.map(([command, exitCode]) => ({ command, exitCode, at: null }))).map(
      ({ command, result, exitCode }) => [command, result, exitCode],
    );

  it('replaces earlier ones, and is in the order in which they ended', () => {
    const last = runs(
      ['npm test', 1],
      ['npm run lint', 0],
      ['ls', 0],
      ['cd web && CI=1 npm run test 2>&1', 0],
      ['npm run lint | tail -5', 0],
    );
    deepStrictEqual(last, [
      ['npm test', 'pass', 0],
      ['npm run lint', 'unknown', null],
    ]);
  });
});

describe('the document of a session', () => {
  it('keeps within its tokens, keeps the most edited files, and counts the rest', () => {
    const encoding = new Tiktoken(o200k);
    for (const [files, todos, length] of [
      [20, 5, 40],
      [400, 10, 60],
      [30, 45, 280],
      [0, 900, 200],
    ] as const) {
      const text = documentOf({
        ...SESSION,
        files: edited(files),
        todos: Array.from({ length: todos }, (_, at) => ({
          text: `${at} ${'word '.repeat(length / 5)}`,
          status: 'pending',
        })),
        prompts: [{ text: 'Continue with the upload form, please', at: null }],
      });
      const shown = text.match(/componentNumber\d+/g)?.length ?? 0;
      ok(encoding.encode(text).length <= MOST_TOKENS, `${files} files, ${todos} to-dos`);
      ok(text.includes('Asked last: “Continue with the upload form, please”'));
      if (shown < files) match(text, new RegExp(`${files - shown} (?:more )?files`));
      if (shown > 0) ok(text.includes('componentNumber0.tsx'));
      const listed = text.match(/^> - To do: /gm)?.length ?? 0;
      if (listed < todos) ok(text.includes(`${todos - listed} more to-dos`));
      if (todos <= 45) strictEqual(listed, todos);
    }
  });

  it('cuts a task and a prompt that take many tokens, rather than to-dos', () => {
    const prompt = '漢字👩‍👩‍👧'.repeat(25);
    const todos = Array.from({ length: 10 }, (_, at) => ({ text: `task ${at}`, status: 'pending' }) as const);
    const text = documentOf({ ...SESSION, todos, title: prompt, prompts: [{ text: prompt, at: null }] });
    strictEqual(text.match(/^> - To do: task \d$/gm)?.length, todos.length);
    ok(text.includes('Asked last: “漢字'));
  });

  it('finds files by every spelling of the folder, and none outside', () => {
    const file = (path: string): SessionActivity['files'][number] => ({ path, edits: 1, at: null });
    const files = ['/home/me/shop/a.ts', '/real/shop/b.ts', 'c.ts', '../d.ts', '/home/me/shop-2/e.ts'].map(
      file,
    );
    const { files: found } = observedOf({ ...SESSION, cwd: '/home/me/shop/web', files }, null, PLACE);
    deepStrictEqual(found, ['a.ts', 'b.ts', 'web/c.ts', 'd.ts']);
  });
});
