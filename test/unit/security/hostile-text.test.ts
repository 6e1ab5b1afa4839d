/**
 * The same hostile texts on every surface, by a journal that came with a repository and by what an agent or a person gives:
 * nothing steers a terminal, forges a section or is half a character, and a change counts once.
 */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { decode } from '@toon-format/toon';

import { HookRules } from '../../../src/cli/hooks/hook-call.ts';
import { sessionStart } from '../../../src/cli/hooks/session-hooks.ts';
import { hooks } from '../../../src/core/agents/claude-code/hooks.ts';
import { emergencyDocument } from '../../../src/core/handoff/emergency-document.ts';
import { code, fenced, inline, markdownOf } from '../../../src/core/handoff/markdown.ts';
import { recoveryPreview } from '../../../src/core/recovery/preview.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { treeRows } from '../../../src/core/view/tree-rows.ts';
import { taskPhrase } from '../../../src/core/view/task-words.ts';
import { systemEnvironment } from '../../../src/node/machine/environment.ts';
import { readLine } from '../../../src/core/workflow/names.ts';
import { HOSTILE_TEXTS } from '../../fixtures/hostile-texts.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { bringBundles } from '../support/in-process.ts';
import { hostileJournal } from '../support/hostile-journal.ts';
import { toolsOf } from '../support/mcp-tools.ts';
import { RAW, isDocument, isShown, isShownValue, run } from './shown-text.ts';

const PERSON = { kind: 'person' } as const;
/** Texts of one journal: few enough that no list leaves one out. */
const TOGETHER = 8;

/** Those that come in one by one; `npm run torture` takes them all. */
const SOME = HOSTILE_TEXTS.filter((_, index) => index % 7 === 0);
const TEXTS = HOSTILE_TEXTS.map(({ text }) => text);

function chunks(): readonly (readonly string[])[] {
  const count = Math.ceil(TEXTS.length / TOGETHER);
  return Array.from({ length: count }, (_, index) => TEXTS.slice(index * TOGETHER, (index + 1) * TOGETHER));
}

function journalFolder(texts: readonly string[]): string {
  const folder = newFolder();
  const path = join(folder, '.claude', 'state', 'workflows', 'wf-001.journal.jsonl');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, hostileJournal(texts));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: texts[0], scripts: { test: texts[1] } }),
  );
  return folder;
}

const HANDOFF_HEADINGS =
  /^(# Session Handoff: wf-001|## (Quick Context|Patterns \(from session-context\.toon\)|What's Done|Open|Decisions|Git|Next Steps|Files to Review|Resume))$/;

describe('hostile texts in a journal', () => {
  before(bringBundles);
  afterEach(removeFolders);

  it('steer no terminal, and every command that reads answers', async () => {
    const reading = [
      ['status'],
      ['list'],
      ['log'],
      ['next', 'list'],
      ['deliverable', 'list'],
      ['handoff', 'list'],
      ['resume'],
      ['recover'],
    ];
    for (const texts of chunks()) {
      const folder = journalFolder(texts);
      strictEqual((await run(folder, 'switch', 'wf-001')).exitCode, 0);
      for (const argv of reading) {
        const { exitCode, out, error } = await run(folder, ...argv);
        deepStrictEqual([argv, exitCode, error.includes(' at ')], [argv, 0, false], error);
        isShown(out + error, argv.join(' '));
        ok(!/^ninefold: all is well/m.test(out + error), argv.join(' '));
      }
      for (const argv of [
        ['status', '--json'],
        ['log', '--json'],
        ['next', 'list', '--json'],
      ]) {
        const { out } = await run(folder, ...argv);
        isShown(out, argv.join(' '));
        isShownValue(JSON.parse(out), argv.join(' '));
      }
    }
  });

  it('are named by verify, file and line, and the journal’s bytes stay', async () => {
    const hurtful = TEXTS.filter((text) => RAW.test(text) || !text.isWellFormed());
    ok(hurtful.length >= 20);
    for (const text of hurtful) {
      const folder = journalFolder([text]);
      const path = join(folder, '.claude/state/workflows/wf-001.journal.jsonl');
      const before = readFileSync(path);
      const { exitCode, out, error } = await run(folder, 'verify', path);
      ok(exitCode !== 0, JSON.stringify(text));
      match(out + error, /wf-001\.journal\.jsonl:1: /);
      isShown(out + error, 'verify');
      deepStrictEqual(readFileSync(path), before);
    }
  });

  it('become no structure of a handoff, an emergency document or a preview', async () => {
    for (const texts of chunks()) {
      const { service, folder } = await open(journalFolder(texts));
      await service.activate('wf-001');
      const { path, exportFailure } = await createHandoff(service, PERSON);
      strictEqual(exportFailure, null);
      isDocument(readFileSync(join(folder, '.claude', path), 'utf8'), HANDOFF_HEADINGS);
      const state = await service.state();
      const candidate = {
        kind: 'journal',
        place: texts[0] ?? '',
        state,
        revision: 1,
        at: state.updatedAt,
        reasons: [],
        isElsewhere: false,
        isSound: true,
      } as const;
      const preview = recoveryPreview({
        candidate,
        writes: texts,
        keeps: texts,
        stateText: texts.join('\n'),
      });
      isDocument(preview, /^(# Recover: .*|## (Why|Written|Kept unchanged in CODE|workflow-state\.toon))$/);
      const git = { branch: texts[0] ?? '', commit: texts[1] ?? '', uncommitted: texts };
      const emergency = { project: texts[2] ?? '', at: state.updatedAt, git, reading: texts[3] ?? '' };
      isDocument(
        emergencyDocument({ ...emergency, banner: texts.join('\n'), inferred: undefined }),
        /^(# Emergency Handoff: .*|## (Session|Git|Changed Files|Likely Phase|Resume))$/,
      );
    }
  });

  it('leave the exports strict TOON and JSON', async () => {
    for (const texts of chunks()) {
      const { service } = await open(journalFolder(texts));
      for (const file of await service.makeExports('wf-001', true)) {
        const text = file.text('2026-01-02T03:04:05.000Z');
        isShown(text, file.path);
        isShownValue(
          file.path.endsWith('.json') ? JSON.parse(text) : decode(text, { strict: true }),
          file.path,
        );
      }
    }
  });

  it('are told to a session as text, by hook and by MCP', async () => {
    for (const texts of chunks()) {
      const folder = journalFolder(texts);
      await run(folder, 'switch', 'wf-001');
      const call = await open(folder, { home: join(folder, 'home') });
      const told = await sessionStart({
        sender: { id: 'claude-code', hooks },
        input: {
          event: 'SessionStart',
          name: 'SessionStart',
          session: 's-1',
          transcript: null,
          cwd: folder,
          model: texts[0] ?? null,
          trigger: null,
          isCompacting: true,
          isReplaced: false,
          prompt: '',
          isWaiting: false,
          isSubagent: false,
          commands: [],
          hasEdits: false,
        },
        folder: call,
        rules: new HookRules(call.service.ports.workspace),
        environment: { ...systemEnvironment(), home: join(folder, 'home'), env: {} },
        loadContextLater: () => Promise.resolve(),
        left: () => 60_000,
      });
      const answer = hooks.answerText({ event: 'SessionStart', name: 'SessionStart' }, told);
      isShown(answer, 'hook');
      const { hookSpecificOutput } = JSON.parse(answer) as { hookSpecificOutput: Record<string, string> };
      const context = hookSpecificOutput.additionalContext ?? '';
      isShown(context, 'context');
      isShownValue(decode(context, { strict: true }), 'context');
      const tools = toolsOf(folder);
      for (const name of ['get_workflow', 'list_workflows']) {
        const shown = await tools(name, {});
        ok(shown.isError !== true, name);
        isShownValue(shown, name);
      }
    }
  });

  it('are labels and tooltips of rows, and nothing more', async () => {
    for (const texts of chunks()) {
      const { service } = await open(journalFolder(texts));
      const state = await service.state('wf-001');
      const others = texts.map(
        (name) => ({ id: 'x', name: readLine(name), status: 'paused', phase: '1' }) as const,
      );
      const content = { key: 'k', name: 'shop', state, files: {}, damage: [], others, isReadOnly: false };
      isShownValue(JSON.parse(JSON.stringify(treeRows([content]))), 'rows');
      for (const text of texts) {
        const { parameters } = markdownOf(taskPhrase('failure', { reason: text }));
        isDocument(`${String(parameters.reason)}\n${inline(text)}\n${code(text)}\n${fenced(text)}\n`, /^$/);
      }
    }
  });
});

describe('hostile texts that come in', () => {
  before(bringBundles);
  afterEach(removeFolders);

  it('are taken whole or refused by a tool, and counted once', async () => {
    const folder = newFolder();
    await run(folder, 'init', 'wf-001', 'Feature');
    const { service } = await open(folder);
    const call = toolsOf(folder);
    for (const [index, { name, text }] of SOME.entries()) {
      const calls = [
        ['add_next_step', { text }],
        ['record_decision', { key: `key-${index}`, choice: text, reason: text }],
        ['record_evidence', { phase: '5a', command: text, exitCode: 1 }],
        ['add_deliverable', { file: `docs/${index}/${text}` }],
      ] as const;
      for (const [tool, input] of calls) {
        const before = await service.state();
        const answer = await call(tool, input);
        const after = await service.state();
        strictEqual(after.revision - before.revision, answer.isError === true ? 0 : 1, `${tool}: ${name}`);
        isShownValue(answer, `${tool}: ${name}`);
        isShownValue(after, `${tool}: ${name}`);
      }
    }
    strictEqual((await run(folder, 'verify')).exitCode, 0);
  });

  it('are taken whole or refused at the command line, and counted once', async () => {
    const folder = newFolder();
    await run(folder, 'init', 'wf-001', 'Feature');
    const { service } = await open(folder);
    for (const [index, { name, text }] of SOME.entries()) {
      for (const argv of [
        ['next', 'add', '--', text],
        ['decision', 'add', '--', `key-${index}`, text, text],
        ['reject', '--reason', text],
        ['switch', '--', text],
        ['next', 'add', '--status', text, 'x'],
      ]) {
        const before = await service.state();
        const { exitCode, out, error } = await run(folder, ...argv);
        const after = await service.state();
        strictEqual(after.revision - before.revision, exitCode === 0 ? 1 : 0, `${argv.join(' ')}: ${name}`);
        isShown(out + error, name);
      }
    }
  });
});
