/** Multi-session architecture: best practices, troubleshooting, savings, and what it names at its end. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import type { Technique } from '../../../src/core/savings/savings.ts';
import { countTokens } from '../checks/tokens.ts';
import { SEED_ID } from '../cli/terminal.ts';
import { commitInto, git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { begunWorkflow, exampleWorkflow, says } from './statement.ts';
import type { Fields } from './statement.ts';

after(removeFolders);

const read = ({ folder }: InProcessTerminal, path: string): string =>
  readFileSync(join(folder, path), 'utf8');
const STATE = '.claude/workflow-state.toon';
const HANDOFF = '.claude/state/handoffs/handoff-wf-001.md';

describe('A17 Best practices: do', () => {
  says('A17.1', async () => {
    const terminal = await begunWorkflow();
    for (const phase of [2, 3]) {
      await terminal.done('approve');
      match(read(terminal, STATE), new RegExp(`\\n {2}phase: ${phase}\\n`));
    }
  });
  says('A17.2', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('handoff', 'create');
    match(
      read(terminal, HANDOFF),
      /^Read \.claude\/session-context\.toon\nRead \.claude\/workflow-state\.toon$/m,
    );
  });
  says('A17.3', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('meter', 'set', '170000', '--window', '200000');
    match(read(terminal, HANDOFF), /^# Session Handoff: wf-001$/m);
  });
  says('A17.4', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('phase', 'wf-001', '5');
    const { plan } = (await terminal.json('usage')) as { readonly plan: Fields };
    strictEqual(plan.nextBreak, '5c');
  });
  says('A17.5', async () => {
    const terminal = await exampleWorkflow();
    await terminal.done('handoff', 'create');
    ok(countTokens(await terminal.done('handoff', 'show')) <= 1200);
  });
});

describe("A18 Best practices: don't", () => {
  says('A18.1', async () => {
    const terminal = await exampleWorkflow();
    const elsewhere = new InProcessTerminal(terminal.folder);
    match(await elsewhere.done('status'), /^auth-feature-20251216: User Authentication/);
  });
  says('A18.2', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('meter', 'set', '180000', '--window', '200000');
    match(await terminal.done('banner'), /HANDOFF REQUIRED/);
  });
  says('A18.3', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('decision', 'add', 'auth', 'JWT', 'Stateless');
    match(read(terminal, '.claude/decisions.toon'), /auth,JWT,Stateless/);
  });
  says('A18.4', async () => {
    const terminal = await begunWorkflow();
    commitInto(terminal.folder, { 'a.ts': 'one\n' });
    writeFiles(terminal.folder, { 'a.ts': 'two\n' });
    await terminal.done('handoff', 'create');
    match(read(terminal, HANDOFF), /^## Git\n[^]*`a\.ts`/m);
  });
  says('A18.5', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('phase', 'wf-001', '4');
    await terminal.done('meter', 'set', '140000', '--window', '200000');
    match((await terminal.run(['approve'])).error, /5/);
  });
});

describe('A19 Troubleshooting: lost state', () => {
  const lost = async (keep: (folder: string) => void): Promise<string> => {
    const terminal = new InProcessTerminal(newFolder());
    commitInto(terminal.folder, { 'a.ts': 'one\n' });
    await terminal.done('init', 'wf-001', 'Feature Name');
    await terminal.done('share');
    git(terminal.folder, 'add', '-A');
    keep(terminal.folder);
    rmSync(join(terminal.folder, '.claude'), { recursive: true, force: true });
    return terminal.done('recover', 'wf-001');
  };

  says('A19.1', async () => {
    const terminal = new InProcessTerminal(newFolder());
    writeFiles(terminal.home, {
      '.claude/state/workflows/wf-001.toon': 'workflow:\n  id: wf-001\n  phase: 5\n',
    });
    match(await terminal.done('recover'), /^1 {2}wf-001: .*\.claude\/state\/workflows\/wf-001\.toon/);
  });
  says('A19.2', async () => {
    match(await lost((folder) => void git(folder, 'stash', '-q')), /^1 {2}wf-001: .*stash@\{0\}/);
  });
  says('A19.3', async () => {
    const keep = (folder: string): void => {
      git(folder, 'checkout', '-q', '-b', 'other');
      git(folder, 'commit', '-q', '-m', 'State');
      git(folder, 'checkout', '-q', '-');
    };
    match(await lost(keep), /^1 {2}wf-001: [^\n]*\([0-9a-f]{8}:/);
  });
});

describe('A20 Troubleshooting: corrupted state', () => {
  let terminal: InProcessTerminal;
  before(async () => {
    terminal = await begunWorkflow();
    appendFileSync(join(terminal.folder, '.claude/state/workflows/wf-001.journal.jsonl'), 'broken\n');
  });

  says('A20.1', async () => {
    strictEqual((await terminal.run(['status'])).code, 3);
    await terminal.done('init', 'wf-002', 'Feature (recovered)');
  });
  says('A20.2', async () => {
    await terminal.done('phase', 'wf-002', '5');
    match(await terminal.done('status'), /^wf-002: Feature \(recovered\) \(in_progress\)\nPhase 5a/);
  });
  says('A20.3', async () => {
    const own = new InProcessTerminal(newFolder());
    commitInto(own.folder, {
      'docs/requirements.md': '# Requirements: Sign in\n',
      'docs/tech-spec.md': '# How\n',
    });
    match(await own.done('recover'), /^1 {2}\S+: Phase 2 - Tech Planning {2}\(git log/);
  });
});

describe('A21 Troubleshooting: token limit hit', () => {
  let terminal: InProcessTerminal;
  before(async () => (terminal = await begunWorkflow()));

  says('A21.1', async () => match(await terminal.done('export', 'wf-001'), /workflows\/wf-001\.toon/));
  says('A21.2', async () => match(await terminal.done('handoff', 'create', 'wf-001'), /handoff-wf-001\.md/));
  says('A21.3', async () => {
    match(await terminal.done('resume'), /^Resume workflow wf-001 from Phase 1: read \S+ and \S+\.toon$/m);
  });
  says('A21.4', async () => {
    appendFileSync(join(terminal.folder, '.claude/state/workflows/wf-001.journal.jsonl'), 'broken\n');
    match((await terminal.run(['save', '--emergency'])).out, /handoff-wf-001\.md/);
  });
});

describe('A22 Token savings summary', () => {
  let measured: readonly Technique[];
  before(async () => {
    const terminal = await exampleWorkflow();
    const body = 'What it does, step by step.\n'.repeat(200);
    writeFiles(terminal.folder, {
      'docs/requirements.md': 'The shop takes cards, and says why it refuses one.\n'.repeat(400),
      '.claude/agents/reviewer.md': `---\nname: reviewer\ndescription: Reviews\n---\n${body}`,
    });
    const loud = 'for (let line = 0; line < 400; line += 1) console.log(`compiled module number ${line}`)';
    await terminal.done('check', '--', process.execPath, '-e', loud);
    await terminal.done('handoff', 'create');
    await terminal.done('meter', 'set', '152000');
    ({ techniques: measured } = (await terminal.json('savings', SEED_ID)) as {
      techniques: readonly Technique[];
    });
  });
  const saves = (id: string, least: number): void => {
    const percent = measured.find((one) => one.id === id)?.percent ?? -1;
    ok(percent >= least, `${id}: ${percent}%`);
  };

  says('A22.1', () => saves('toon', 50));
  says('A22.2', () => saves('lazy-agents', 94));
  says('A22.3', () => saves('compressed-context', 88));
  says('A22.4', () => saves('response-analyzer', 95));
  says('A22.5', () => saves('state-persistence', 95));
  says('A22.6', () => {
    const { unit, percent } = measured.at(-1) ?? {};
    deepStrictEqual([unit, percent], ['milliseconds', null]);
  });
  says('A22.7', () => strictEqual(measured.length, 6));
});

describe('A23 What it names at its end', () => {
  says('A23.1', async () => {
    const terminal = new InProcessTerminal(newFolder());
    match(await terminal.done('connect', 'claude-code', '--skill', '--dry-run'), /SKILL\.md/);
  });
  says('A23.2', () => {
    const text = readFileSync(join(projectFolder, 'docs/workflow.md'), 'utf8');
    match(text, /```mermaid\nflowchart[^]*9 Notification/);
  });
});
