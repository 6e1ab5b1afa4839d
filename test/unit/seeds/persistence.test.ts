/** State persistence: purpose, directory, formats, commands, life cycle, handoff, best practices. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { countTokens } from '../checks/tokens.ts';
import { HookedAgent, begun, statePath } from '../cli/hooked.ts';
import { SEED_ID } from '../cli/terminal.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import {
  AGENTS,
  CONTEXT_TOON,
  DECISIONS,
  DELIVERABLES,
  ID,
  PATTERNS,
  PHASES,
  STATE_TOON,
  TASK,
  handoffDocument,
  stateJson,
} from './facts.ts';
import { begunWorkflow, exampleWorkflow, says } from './statement.ts';
import type { Fields } from './statement.ts';

after(removeFolders);

const read = ({ folder }: InProcessTerminal, path: string): string =>
  readFileSync(join(folder, path), 'utf8');
const isThere = ({ folder }: InProcessTerminal, path: string): void =>
  ok(existsSync(join(folder, path)), path);
const CONTEXT = '.claude/session-context.toon';
const STATE = '.claude/workflow-state.toon';
const toon = (terminal: InProcessTerminal, path: string): Fields => decode(read(terminal, path)) as Fields;

describe('P1 Triggers and purpose', () => {
  const asked = async (prompt: string): Promise<{ readonly out: string; readonly folder: string }> => {
    const { agent } = await begun();
    const { out } = await agent.fire('UserPromptSubmit', { prompt });
    return { out, folder: agent.folder };
  };

  says('P1.1', async () => {
    const { folder } = await asked('workflow:handoff');
    ok(existsSync(statePath(folder, 'state/handoffs/handoff-wf-001.md')));
  });
  says('P1.2', async () => match((await asked('session:save')).out, /handoff-wf-001\.md/));
  says('P1.3', async () => match((await asked('context:persist')).out, /session-context\.toon/));
  says('P1.4', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('--state-dir', '.aura-frog', 'init', 'wf-001', 'Feature Name');
    isThere(terminal, '.aura-frog/workflow-state.toon');
    // From then on it is found without being named.
    match(await terminal.done('status'), /^wf-001: /);
  });
  says('P1.5', async () => {
    const { agent, person } = await begun();
    await person.done('decision', 'add', 'auth', 'JWT', 'Stateless');
    match(await agent.told(), /auth,JWT,Stateless/);
  });
  says('P1.6', async () => {
    const { agent, person } = await begun();
    await person.done('next', 'add', 'Ask legal');
    match(await agent.told({ source: 'clear' }), /Ask legal/);
  });
});

describe('P2 State directory structure', () => {
  let terminal: InProcessTerminal;
  let user: InProcessTerminal;
  let project: string;
  before(async () => {
    terminal = await exampleWorkflow();
    writeFiles(terminal.folder, { 'src/UserProfile.tsx': 'export const UserProfile = null;\n' });
    await terminal.done('context');
    user = new InProcessTerminal(newFolder());
    await user.done('init', 'wf-001', 'Feature Name', '--user');
    await user.done('handoff', 'create');
    project =
      /"slug": "([^"]+)"/.exec(readFileSync(join(user.home, '.claude/state/projects.json'), 'utf8'))?.[1] ??
      '';
  });

  says('P2.1', () => isThere(terminal, CONTEXT));
  says('P2.2', () => isThere(terminal, STATE));
  says('P2.3', () => isThere(terminal, '.claude/decisions.toon'));
  says('P2.4', () => isThere(terminal, '.claude/project-contexts/my-app/project-config.yaml'));
  says('P2.5', () => isThere(terminal, '.claude/project-contexts/my-app/conventions.md'));
  says('P2.6', () => ok(existsSync(join(user.home, `.claude/state/workflows/${project}-wf-001.toon`))));
  says('P2.7', async () => {
    ok(existsSync(join(user.home, `.claude/state/handoffs/handoff-${project}-wf-001.md`)));
    const own = new InProcessTerminal(newFolder());
    writeFiles(own.home, { '.claude/state/handoffs/handoff-wf-009.md': handoffDocument('wf-009') });
    match(await own.done('handoff', 'show', 'wf-009'), /^# Session Handoff: wf-009$/m);
  });
  says('P2.8', () => strictEqual(existsSync(join(terminal.home, '.claude/state/workflows')), false));
});

describe('P3 TOON format: session context', () => {
  let text: string;
  let fields: Fields;
  before(async () => {
    text = read(await exampleWorkflow(), CONTEXT);
    fields = decode(text) as Fields;
  });

  says('P3.1', () => match(text, /^# \.claude\/session-context\.toon\n/));
  says('P3.2', () => match(text, /^# Generated: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z$/m));
  says('P3.3', () =>
    deepStrictEqual(fields.project, { name: 'my-app', stack: 'React,TypeScript,TailwindCSS' }),
  );
  says('P3.4', () => match(text, /^patterns\[6\]\{type,convention,example\}:$/m));
  says('P3.5', () => {
    const byType = (rows: readonly unknown[]): readonly string[] =>
      rows.map((row) => JSON.stringify(row)).toSorted();
    deepStrictEqual(byType(fields.patterns as readonly unknown[]), byType(PATTERNS));
  });
  says('P3.6', () => {
    const { id, phase, phase_name, feature, branch } = fields.workflow as Fields;
    deepStrictEqual(
      [id, phase, phase_name, feature, branch],
      [ID, 5, 'TDD Implementation', 'user-authentication', 'feature/user-auth'],
    );
  });
  says('P3.7', () => deepStrictEqual(fields.decisions, DECISIONS));
  says('P3.8', async () => {
    const own = new InProcessTerminal(newFolder());
    writeFiles(own.folder, { [STATE]: STATE_TOON, [CONTEXT]: CONTEXT_TOON });
    await own.done('recover', '--apply', '1');
    const { project, decisions } = toon(own, CONTEXT);
    deepStrictEqual([(project as Fields).stack, decisions], ['React,TypeScript,TailwindCSS', DECISIONS]);
  });
});

describe('P4 TOON format: workflow state', () => {
  let text: string;
  let fields: Fields;
  before(async () => {
    text = read(await exampleWorkflow(), STATE);
    fields = decode(text) as Fields;
  });

  says('P4.1', () => match(text, /^# \.claude\/workflow-state\.toon\n/));
  says('P4.2', () => {
    const { id, name, status, phase, created, task } = fields.workflow as Fields;
    deepStrictEqual([id, name, status, phase, task], [ID, 'User Authentication', 'in_progress', 5, TASK]);
    match(String(created), /^\d{4}-\d\d-\d\dT/);
  });
  says('P4.3', () => match(text, /^phases\[9\]\{num,name,status\}:$/m));
  says('P4.4', () => deepStrictEqual(fields.phases, PHASES));
  says('P4.5', () => match(text, new RegExp(`^agents\\[4\\]: ${AGENTS.join(',')}$`, 'm')));
  says('P4.6', () => {
    match(text, /^deliverables\[8\]\{phase,file\}:$/m);
    deepStrictEqual(fields.deliverables, DELIVERABLES);
  });
  says('P4.7', async () => {
    const own = new InProcessTerminal(newFolder());
    writeFiles(own.folder, { [STATE]: STATE_TOON });
    await own.done('recover', '--apply', '1');
    const { phases, agents, deliverables } = toon(own, STATE);
    deepStrictEqual([phases, agents, deliverables], [PHASES, AGENTS, DELIVERABLES]);
  });
});

describe('P5 Token comparison', () => {
  let json: string;
  let compact: string;
  before(async () => {
    const terminal = await exampleWorkflow();
    compact = read(terminal, STATE).replaceAll(/^#.*\n/gm, '');
    json = JSON.stringify(decode(compact), null, 2);
  });

  says('P5.1', () => ok(compact.split('\n').length * 2 < json.split('\n').length));
  says('P5.2', () => {
    const saved = 1 - countTokens(compact) / countTokens(json);
    ok(saved > 0.5 && saved < 0.73, String(saved));
  });
});

describe('P6 Commands: save state', () => {
  let terminal: InProcessTerminal;
  before(async () => (terminal = await begunWorkflow()));

  says('P6.1', async () => {
    await terminal.done('approve');
    deepStrictEqual((toon(terminal, STATE).phases as readonly Fields[])[0]?.status, 'completed');
  });
  says('P6.2', () => isThere(terminal, STATE));
  says('P6.3', async () => match(await terminal.done('save'), /workflow-state\.toon|handoff-wf-001\.md/));
});

describe('P7 Commands: load state and handoff', () => {
  says('P7.1', async () => {
    const terminal = await exampleWorkflow();
    strictEqual((toon(terminal, CONTEXT).workflow as Fields).id, SEED_ID);
  });
  says('P7.2', async () => {
    const terminal = new InProcessTerminal(newFolder());
    writeFiles(terminal.home, { '.claude/state/workflows/wf-001.json': stateJson('wf-001') });
    const text = await terminal.done('export', 'wf-001', '--format', 'toon', '--stdout');
    deepStrictEqual((decode(text) as Fields).phases, PHASES);
  });
  says('P7.3', async () => {
    const terminal = await begunWorkflow();
    match(
      await terminal.done('handoff', 'create', 'wf-001'),
      /^\.claude\/state\/handoffs\/handoff-wf-001\.md/,
    );
  });
});

describe('P8 Session life cycle: start', () => {
  const CACHE = 'state/context/project-cache.json';

  says('P8.1', async () => match(await (await begun()).agent.told(), /project: /));
  says('P8.2', async () => {
    const { agent, person } = await begun();
    await person.done('context');
    const before = readFileSync(statePath(agent.folder, CACHE), 'utf8');
    await agent.told();
    strictEqual(readFileSync(statePath(agent.folder, CACHE), 'utf8'), before);
  });
  says('P8.3', async () => {
    const { agent, person } = await begun();
    await person.done('context');
    const path = `.claude/${CACHE}`;
    const fresh = JSON.parse(readFileSync(statePath(agent.folder, CACHE), 'utf8')) as { readonly at: string };
    const old = new Date(Date.parse(fresh.at) - 61 * 60_000).toISOString();
    writeFiles(agent.folder, { [path]: JSON.stringify({ ...fresh, at: old }) });
    await agent.told();
    const renewed = JSON.parse(readFileSync(statePath(agent.folder, CACHE), 'utf8')) as {
      readonly at: string;
    };
    ok(Date.parse(renewed.at) >= Date.parse(fresh.at), renewed.at);
  });
  says('P8.4', async () => {
    const told = decode(await (await begun()).agent.told()) as Fields;
    deepStrictEqual([(told.workflow as Fields).id, (told.phases as unknown[]).length], ['wf-001', 9]);
    const none = new HookedAgent(newFolder(), newFolder());
    strictEqual(await none.told(), '');
  });
});

describe('P9 Session life cycle: during', () => {
  says('P9.1', async () => {
    const terminal = await begunWorkflow();
    const before = read(terminal, STATE);
    await terminal.done('approve');
    ok(read(terminal, STATE) !== before);
  });
  const reached = async (tokens: number): Promise<string> => {
    const { agent } = await begun();
    agent.reach(tokens);
    return (
      (await agent.fire('UserPromptSubmit', { prompt: 'Go on' }, { env: { DISABLE_AUTO_COMPACT: '1' } }))
        .answer.systemMessage ?? ''
    );
  };
  says('P9.2', async () => {
    const { agent, person } = await begun();
    agent.reach(42_000);
    const own = new InProcessTerminal(person.folder, { HOME: agent.home });
    strictEqual(((await own.json('meter')) as Fields).tokens, 42_000);
  });
  says('P9.3', async () => match(await reached(150_000), /TOKEN WARNING - 75%/));
  says('P9.4', async () => match(await reached(170_000), /HANDOFF SUGGESTED - 85%/));
});

describe('P10 Session life cycle: end', () => {
  let folder: string;
  let message: string;
  before(async () => {
    const { agent } = await begun();
    agent.reach(90_000);
    await agent.told();
    ({ folder } = agent);
    message = (await agent.fire('SessionEnd', { reason: 'other' })).answer.systemMessage ?? '';
  });

  says('P10.1', () => ok(existsSync(statePath(folder, 'session-context.toon'))));
  says('P10.2', () => ok(existsSync(statePath(folder, 'workflow-state.toon'))));
  says('P10.3', () => ok(existsSync(statePath(folder, 'state/handoffs/handoff-wf-001.md'))));
  says('P10.4', () => match(message, /Resume workflow wf-001 from Phase 1: read \S+\.md and \S+\.toon/));
});

describe('P11 Handoff document format', () => {
  let text: string;
  before(async () => {
    const terminal = await exampleWorkflow();
    await terminal.done('handoff', 'create');
    text = await terminal.done('handoff', 'show');
  });
  const has = (line: RegExp): void => match(text, line);

  says('P11.1', () => has(/^# Session Handoff: auth-feature-20251216\n/));
  says('P11.2', () => has(/^## Quick Context\n+- \*\*Task:\*\* Implement JWT authentication/m));
  says('P11.3', () => has(/^- \*\*Phase:\*\* 5 - TDD Implementation \(GREEN\)$/m));
  says('P11.4', () => has(/^- \*\*Progress:\*\* 56% \(5\/9 phases\)$/m));
  says('P11.5', () => has(/^## Patterns \(from session-context\.toon\)$/m));
  says('P11.6', () => has(/^- File naming: PascalCase/m));
  says('P11.7', () => has(/^## What's Done$/m));
  says('P11.8', () => has(/^## Next Steps\n+1\. /m));
  says('P11.9', () => has(/^Read \.claude\/session-context\.toon\nRead \.claude\/workflow-state\.toon$/m));
  says('P11.10', async () => {
    const own = new InProcessTerminal(newFolder());
    writeFiles(own.folder, { [`.claude/state/handoffs/handoff-${ID}.md`]: handoffDocument(ID) });
    await own.done('recover', '--apply', '1');
    const { subPhase, nextSteps } = (await own.json('status')) as Fields;
    deepStrictEqual([subPhase, (nextSteps as unknown[]).length], ['5b', 2]);
  });
});

describe('P12 Best practices', () => {
  let terminal: InProcessTerminal;
  before(async () => (terminal = await exampleWorkflow()));

  says('P12.1', async () => {
    await terminal.done('approve');
    match(read(terminal, STATE), /sub_phase: 5c/);
  });
  says('P12.2', () => {
    for (const path of [CONTEXT, STATE, '.claude/decisions.toon']) isThere(terminal, path);
  });
  says('P12.3', async () => {
    await terminal.done('decision', 'add', 'cache', 'None', 'Not needed yet');
    match(read(terminal, CONTEXT), /cache,None,Not needed yet/);
  });
  says('P12.4', async () => {
    await terminal.done('handoff', 'create');
    match(await terminal.done('handoff', 'show'), /^# Session Handoff/);
  });
  says('P12.5', async () => {
    const { agent } = await begun();
    ok(countTokens(await agent.told()) < 1000);
  });
  says('P12.6', async () => {
    const fresh = new InProcessTerminal(terminal.folder);
    match(await fresh.done('resume'), /Resume workflow auth-feature-20251216 from Phase 5/);
  });
  says('P12.7', async () => {
    await terminal.done('next', 'done', '1');
    ok(!read(terminal, STATE).includes('Complete Login component'));
  });
  says('P12.8', () => {
    const prompt = read(terminal, `.claude/state/handoffs/handoff-${SEED_ID}.md`);
    ok(!prompt.includes('.json'));
  });
});
