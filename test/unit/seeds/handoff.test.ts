/** Multi-session architecture: the steps of the handoff protocol, places, formats, guide. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { begun } from '../cli/hooked.ts';
import { countTokens } from '../checks/tokens.ts';
import { SEED_ID } from '../cli/terminal.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { handoffDocument, stateJson } from './facts.ts';
import { begunWorkflow, exampleWorkflow, says } from './statement.ts';
import type { Fields } from './statement.ts';

after(removeFolders);

const read = ({ folder }: InProcessTerminal, path: string): string =>
  readFileSync(join(folder, path), 'utf8');

describe('A7 Handoff protocol, step 2: generate the handoff document', () => {
  let terminal: InProcessTerminal;
  let document: string;
  before(async () => {
    terminal = await exampleWorkflow();
    writeFiles(terminal.folder, { 'src/auth/Login.tsx': 'export const Login = null;\n' });
    await terminal.done('handoff', 'create', SEED_ID);
    document = read(terminal, `.claude/state/handoffs/handoff-${SEED_ID}.md`);
  });

  says('A7.1', async () => {
    const own = await begunWorkflow();
    await own.done('meter', 'set', '170000', '--window', '200000');
    ok(existsSync(join(own.folder, '.claude/state/handoffs/handoff-wf-001.md')));
  });
  says('A7.2', () => match(document, new RegExp(`^# Session Handoff: ${SEED_ID}$`, 'm')));
  says('A7.3', () => match(document, /^- \*\*Progress:\*\* 56% \(5\/9 phases\)$/m));
  says('A7.4', () => match(document, /^## Next Steps\n\n?1\. .*Complete Login component/m));
  says('A7.5', () => match(document, /^## Files to Review\n/m));
  says('A7.6', () => match(document, /^## Resume\n[^]*Resume workflow auth-feature-20251216 from Phase 5/m));
  says('A7.7', () => ok(document.startsWith('# ') && !document.includes('{"')));
});

describe('A8 Handoff protocol, step 3: save the state', () => {
  let terminal: InProcessTerminal;
  before(async () => (terminal = await begunWorkflow()));

  says('A8.1', async () => {
    const lines = (await terminal.done('export', 'wf-001')).split('\n');
    ok(lines.some((line) => line.startsWith('.claude/state/workflows/wf-001.json')));
  });
  says('A8.2', () => {
    const state = JSON.parse(read(terminal, '.claude/state/workflows/wf-001.json')) as Fields;
    ok(['id', 'steps', 'decisions', 'checks', 'sessions'].every((key) => key in state));
  });
  says('A8.3', () => {
    const state = decode(read(terminal, '.claude/state/workflows/wf-001.toon')) as Fields;
    strictEqual((state.workflow as Fields).id, 'wf-001');
  });
});

describe('A9 Handoff protocol, step 4: resume in a new session', () => {
  let terminal: InProcessTerminal;
  before(async () => {
    terminal = await begunWorkflow();
    await terminal.done('handoff', 'create', 'wf-001');
  });

  says('A9.1', async () => {
    const text = await terminal.done('export', 'wf-001', '--format', 'toon', '--stdout');
    strictEqual(((decode(text) as Fields).workflow as Fields).id, 'wf-001');
  });
  says('A9.2', async () =>
    match(await terminal.done('handoff', 'show', 'wf-001'), /^# Session Handoff: wf-001$/m),
  );
  says('A9.3', async () => {
    const { agent, person } = await begun();
    await person.done('handoff', 'create');
    const { answer } = await agent.fire('UserPromptSubmit', { prompt: 'Resume workflow wf-001' });
    match(answer.hookSpecificOutput?.additionalContext ?? '', /handoff-wf-001\.md/);
  });
});

describe('A10 State files: locations', () => {
  let older: InProcessTerminal;
  let own: InProcessTerminal;
  before(async () => {
    older = new InProcessTerminal(newFolder());
    writeFiles(older.home, {
      '.claude/state/workflows/wf-001.json': stateJson('wf-001'),
      '.claude/state/workflows/wf-002.toon': 'workflow:\n  id: wf-002\n  name: Two\n  phase: 3\n',
      '.claude/state/temp/handoff-wf-001.md': handoffDocument('wf-001'),
    });
    own = new InProcessTerminal(newFolder());
    await own.done('init', 'wf-001', 'Feature Name', '--user');
    await own.done('context');
  });
  const isThere = (path: string): void => {
    const project = /"slug": "([^"]+)"/.exec(
      readFileSync(join(own.home, '.claude/state/projects.json'), 'utf8'),
    )?.[1];
    ok(existsSync(join(own.home, '.claude/state', path.replace('*', project ?? ''))), path);
  };

  says('A10.1', async () =>
    match(await older.done('export', 'wf-001', '--stdout'), / {2}name: Feature Name\n/),
  );
  says('A10.2', async () =>
    match(await older.done('resume', 'wf-002'), /Resume workflow wf-002 from Phase 3: read /),
  );
  says('A10.3', () => isThere('sessions/*-current.json'));
  says('A10.4', () => isThere('context/*-project-cache.json'));
  says('A10.5', async () =>
    match(await older.done('handoff', 'show', 'wf-001'), /^# Session Handoff: wf-001$/m),
  );
  says('A10.6', () => isThere('workflows/*-wf-001.json'));
});

describe('A11 State format: TOON and JSON', () => {
  let terminal: InProcessTerminal;
  const tokens = (path: string): number => countTokens(read(terminal, path));
  const JSON_STATE = `.claude/state/workflows/${SEED_ID}.json`;
  const TOON_STATE = `.claude/state/workflows/${SEED_ID}.toon`;
  const isAbout = (said: number, found: number): void =>
    ok(Math.abs(found - said) <= said / 10, `${found} tokens`);
  before(async () => (terminal = await exampleWorkflow()));

  says('A11.1', async () => {
    await terminal.done('export', '--format', 'json');
    const { id } = JSON.parse(await terminal.done('export', '--format', 'json', '--stdout')) as Fields;
    strictEqual(id, SEED_ID);
  });
  says('A11.2', () => ok(tokens(TOON_STATE) < tokens(JSON_STATE) / 2));
  says('A11.3', () => {
    isAbout(2000, tokens(JSON_STATE));
    isAbout(500, tokens(TOON_STATE));
  });
  says('A11.4', async () => {
    const prompt = (await terminal.done('resume')).trimEnd().split('\n').at(-1) ?? '';
    ok(prompt.includes('workflow-state.toon') && !prompt.includes('.json'), prompt);
  });
  says('A11.5', () => ok(existsSync(join(terminal.folder, JSON_STATE))));
});

describe('A13 Guide: single-phase tasks', () => {
  says('A13.1', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'fix', 'Fix it', '--preset', 'bugfix');
    await terminal.done('approve');
    deepStrictEqual(await terminal.json('handoff', 'list'), []);
    strictEqual(((await terminal.json('status')) as Fields).subPhase, '5b');
  });
});

describe('A14 Guide: multi-phase features', () => {
  let terminal: InProcessTerminal;
  before(async () => (terminal = await begunWorkflow()));

  says('A14.1', async () =>
    strictEqual(((await terminal.json('status', 'wf-001')) as Fields).name, 'Feature Name'),
  );
  says('A14.2', async () => {
    await terminal.done('approve');
    match(read(terminal, '.claude/workflow-state.toon'), /\n {2}phase: 2\n/);
  });
  says('A14.3', async () => {
    await terminal.done('meter', 'set', '20000', '--window', '200000');
    strictEqual(((await terminal.json('meter')) as Fields).tokens, 20_000);
  });
  says('A14.4', async () => {
    const { plan } = (await terminal.json('usage')) as { readonly plan: Fields };
    strictEqual(String(plan.nextBreak), '4');
  });
  says('A14.5', async () => match(await terminal.done('handoff', 'create', 'wf-001'), /handoff-wf-001\.md/));
  says('A14.6', async () => {
    await terminal.done('phase', 'wf-001', '5');
    await terminal.done('handoff', 'create', 'wf-001');
    match(await terminal.done('resume', 'wf-001'), /^Resume workflow wf-001 from Phase 5: read /m);
  });
  says('A14.7', async () => match(await terminal.done('resume'), /: read \S*handoff-wf-001\.md and /));
  says('A14.8', async () => {
    await terminal.done('init', 'other', 'Other');
    await terminal.done('handoff', 'create', 'wf-001');
    match(
      await terminal.done('handoff', 'show', 'wf-001'),
      /^Read \.claude\/state\/workflows\/wf-001\.toon$/m,
    );
  });
  says('A14.9', async () => {
    const before = (await terminal.json('status', 'wf-001')) as Fields;
    await terminal.done('resume', 'wf-001');
    const { phases, subPhase } = (await terminal.json('status')) as Fields;
    deepStrictEqual([phases, subPhase], [before.phases, before.subPhase]);
  });
});
