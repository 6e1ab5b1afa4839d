import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { SEED_ID, Terminal, ordinaryUser, seedWorkflow } from './terminal.ts';

describe('command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('makes the example of the source document, its handoff and its banner', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    const read = (path: string): string => readFileSync(join(terminal.folder, path), 'utf8');
    const state = decode(read('.claude/workflow-state.toon')) as Record<string, unknown>;
    const context = decode(read('.claude/session-context.toon')) as Record<string, unknown>;
    deepStrictEqual(Object.keys(state), [
      'schema',
      'workflow',
      'phases',
      'sub_phases',
      'agents',
      'deliverables',
      'next_steps',
      'revision',
    ]);
    deepStrictEqual(context.project, { name: 'my-app', stack: 'React,TypeScript,TailwindCSS' });
    deepStrictEqual(state.deliverables, [
      { phase: 1, file: 'docs/requirements.md' },
      { phase: 2, file: 'docs/tech-spec.md' },
      { phase: 3, file: 'docs/ui-breakdown.md' },
      { phase: 4, file: 'tests/auth.test.ts' },
      { phase: 5, file: 'src/auth/Login.tsx' },
      { phase: 5, file: 'src/auth/useAuth.ts' },
      { phase: 5, file: 'src/auth/authService.ts' },
      { phase: 5, file: 'src/auth/types.ts' },
    ]);
    strictEqual(await terminal.done('handoff', 'create'), `.claude/state/handoffs/handoff-${SEED_ID}.md\n`);
    match(await terminal.done('handoff', 'show'), /- \*\*Progress:\*\* 56% \(5\/9 phases\)/);
    await terminal.done('phase', SEED_ID, '5b');
    strictEqual(await terminal.done('banner'), '');
    await terminal.done('meter', 'set', '150000', '--window', '200000');
    const rule = '━'.repeat(57);
    strictEqual(
      await terminal.done('banner'),
      `${rule}\n⚠️  TOKEN WARNING - 75% Context Used\n${rule}\n
Current: ~150,000 tokens | Limit: ~200,000 tokens\n
📍 Progress: Phase 5b - TDD GREEN (62% complete)\n
🔄 Consider: \`workflow:handoff\` to start fresh session\n
State will be saved. You can resume seamlessly.\n${rule}\n`,
    );
    strictEqual(
      (await terminal.done('resume')).split('\n').slice(-2).join('\n'),
      `Resume workflow ${SEED_ID} from Phase 5: read .claude/state/handoffs/handoff-${SEED_ID}.md and .claude/workflow-state.toon\n`,
    );
    match(await terminal.done('verify'), /faults: 0/);
  });

  it('refuses with one line, an exit code and nothing changed', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    const before = await terminal.done('log', '--json');
    const refusals: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['status', 'nope'], 1, /^ninefold: there is no workflow 'nope' here; .*list/],
      [['init', 'bad id', 'x'], 1, /is no workflow id; /],
      [['init', SEED_ID, 'again'], 1, /exists already; /],
      [['init', 'x', 'y', '--preset', 'odd'], 1, /no preset 'odd'; choose one of full, backend/],
      [['phase', SEED_ID, '12'], 1, /no phase '12'; use 1 to 9/],
      [['deliverable', 'add', '../x'], 1, /outside the workspace folder; /],
      [['deliverable', 'add', '/etc/passwd'], 1, /outside the workspace folder; /],
      [['set', SEED_ID, 'deliverables', '5:'], 1, /'' is no path of a file; /],
      [['approve', '7'], 1, /approve phase 5a \(TDD RED\) first/],
      [['reject'], 1, /reject needs a reason; add --reason/],
      [['skip'], 1, /skip needs a reason; /],
      [['set', SEED_ID, 'colour', 'red'], 1, /no field 'colour'; use one of task, name/],
      [['set', SEED_ID, 'status', 'odd'], 1, /no status 'odd'; /],
      [['next', 'done', '9'], 1, /no next step 9; /],
      [['evidence', 'add', '5a', '--command', 'x', '--exit', 'abc'], 1, /'abc' is no exit code; /],
      [['meter', 'set', '-5'], 1, /no number of tokens; /],
      [['meter', 'set', 'abc'], 1, /no number of tokens; /],
      [['meter', 'set', '5', '--window', '0'], 1, /no window; /],
      [['meter', '--transcript', 'gone.jsonl'], 1, /no transcript '.*gone\.jsonl'; /],
      [['meter', '--transcript', 'package.json', '--agent', 'odd'], 1, /'odd' is no agent/],
      [['export', '--format', 'xml'], 1, /no format 'xml'; /],
      [['handoff', 'show', 'nope'], 1, /no workflow 'nope'/],
      [['handoff', 'show'], 1, /has no handoff yet; /],
      [['verify', 'gone.toon'], 1, /no file '.*gone\.toon'; /],
      [['--cwd', 'gone', 'list'], 1, /no folder 'gone'|no folder '.*gone'/],
      [['frobnicate'], 2, /unknown command 'frobnicate'; see 'ninefold --help'/],
      [['restore'], 2, /unknown command 'restore'/],
      [[], 2, /no command given; /],
      [['phase', SEED_ID], 2, /missing required argument 'phase'; /],
      [['status', 'a', 'b'], 2, /too many arguments/],
      [['status', '--odd'], 2, /unknown option '--odd'; /],
      [['reject', '--reason'], 2, /argument missing; /],
      [['handoff'], 2, /sub-command is missing; /],
      [['evidence', 'add', '5a', '--command', 'x'], 2, /required option '--exit <code>' not specified; /],
    ];
    for (const [args, code, words] of refusals) {
      const run = await terminal.run(args);
      deepStrictEqual([run.code, run.out], [code, ''], args.join(' '));
      match(run.error, words);
      match(run.error, /^ninefold: [^\n]+; [^\n]+\n$/);
    }
    const process = new Terminal(terminal.folder, terminal.environment);
    for (const args of [['status', 'nope'], ['frobnicate']])
      deepStrictEqual(process.run(args), await terminal.run(args));
    strictEqual(await terminal.done('log', '--json'), before);
  });

  it('names what older state there is to go on from, where there is no workflow', async () => {
    const terminal = new InProcessTerminal(newFolder());
    match(await terminal.done('list'), /^no workflow here yet; `ninefold init ID NAME` starts one\n$/);
    await terminal.done('init', 'old', 'Old shop');
    rmSync(join(terminal.folder, '.claude/state'), { recursive: true });
    match(await terminal.done('list'), /^no workflow here yet; `ninefold recover` shows what older state/);
    match(await terminal.done('recover'), /^1 {2}old: /);
    match((await terminal.run(['status', 'old'])).error, /`ninefold recover old`/);
  });

  it('says it in one line whatever a name holds, and steers no terminal', async () => {
    const terminal = new InProcessTerminal(newFolder());
    for (const args of [['switch', 'a\nb\u001b[31m'], ['--cwd', '/none\n\u009b', 'list'], ['a\u2028\nb']]) {
      const { code, error } = await terminal.run(args);
      ok(code > 0, args.join(' '));
      match(error, /^ninefold: [^\p{Cc}\u2028\u2029]+\n$/u, args.join(' '));
    }
    const hook = new Terminal(terminal.folder).run(['hook', 'a\nb']);
    match(hook.error, /^ninefold: [^\p{Cc}\u2028\u2029]+\n$/u);
    match((await terminal.run(['switch', 'a\nb\u001b[31m'])).error, /a\\nb\\u001b\[31m/);
  });

  it('says what to do where nothing is active, and writes nothing', async () => {
    const terminal = new InProcessTerminal(newFolder());
    for (const args of [
      ['status'],
      ['approve'],
      ['handoff', 'create'],
      ['save'],
      ['export'],
      ['resume'],
      ['log'],
    ]) {
      const { code, error } = await terminal.run(args);
      deepStrictEqual([code, /no workflow is active .*; start one with/.test(error)], [1, true]);
    }
    strictEqual(await terminal.done('list'), 'no workflow here yet; `ninefold init ID NAME` starts one\n');
    deepStrictEqual(await terminal.json('list'), []);
    strictEqual(await terminal.done('meter'), 'no agent session found for this folder\n');
    deepStrictEqual(readdirSync(terminal.folder), []);
  });

  it('reports damage with file and line, exits 3, and shows the other workflows', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    await terminal.done('init', 'two', 'Two');
    const journal = '.claude/state/workflows/one.journal.jsonl';
    appendFileSync(join(terminal.folder, journal), 'rubbish\n');
    const { code, error } = await terminal.run(['status', 'one']);
    deepStrictEqual(
      [
        code,
        error.startsWith('ninefold: .claude/state/workflows/one.journal.jsonl:2: this line is not JSON; '),
      ],
      [3, true],
    );
    const list = await terminal.run(['list']);
    deepStrictEqual(
      [list.code, list.out.includes('two'), list.error.includes('one.journal.jsonl:2')],
      [3, true, true],
    );
    const verify = new Terminal(terminal.folder).run(['verify']);
    deepStrictEqual([verify.code, verify.out.includes(`${journal}:2: this line is not JSON`)], [3, true]);
    match(await terminal.done('status', 'two'), /^two: Two/);
  });

  it('refuses a folder it may not write, and leaves it as it is', () => {
    const folder = newFolder();
    writeFiles(folder, { 'a.txt': 'a' });
    const terminal = new Terminal(folder);
    const identity = process.getuid?.() === 0 ? ordinaryUser(folder) : {};
    chmodSync(folder, 0o555);
    const { code, error } = terminal.run(['init', 'one', 'One'], identity);
    chmodSync(folder, 0o755);
    deepStrictEqual([code, readdirSync(folder)], [1, ['a.txt']]);
    match(error, /^ninefold: '.*' cannot be written \(E[A-Z]+\); [^\n]+\n$/);
  });

  it('makes a submit of an agent’s approve, and warns a person of missing evidence', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    for (const env of [{ CLAUDECODE: '1' }, { GEMINI_CLI: '1' }, { CODEX_SANDBOX: 'seatbelt' }]) {
      const agent = await terminal.run(['approve'], { env });
      deepStrictEqual([agent.code, agent.out.includes('submitted 1')], [0, true]);
      await terminal.done('reject', '--reason', 'not yet');
    }
    const person = await terminal.run(['approve']);
    deepStrictEqual([person.code, person.out], [0, 'approved 1\nPhase 2 - Tech Planning (in progress)\n']);
    match(person.error, /^ninefold: phase 1 is approved unverified: it has no deliverable; [^\n]+\n$/);
  });

  it('says at the third rejection that something is amiss', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    for (const isAmiss of [false, false, true]) {
      const { error } = await terminal.run(['reject', '--reason', 'no']);
      strictEqual(error.includes('rejected 3 times'), isAmiss);
    }
  });
});
