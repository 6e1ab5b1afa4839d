import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { LINE_REASONS } from '../../../src/core/journal/journal-faults.ts';
import { EVIDENCE_WORDS, lackText } from '../../../src/core/workflow/evidence-words.ts';
import { REJECTION_WORDS } from '../../../src/core/workflow/rejection-words.ts';
import { failurePattern, wordPattern } from '../support/failure-texts.ts';
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
    const document = `.claude/state/handoffs/handoff-${SEED_ID}.md`;
    const resumed = `Resume workflow ${SEED_ID} from Phase 5: read ${document} and .claude/workflow-state.toon`;
    strictEqual(await terminal.done('handoff', 'create'), `${document}\n${resumed}\n`);
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
      [['status', 'nope'], 1, failurePattern('workflow-unknown', { id: 'nope' })],
      [['init', 'bad id', 'x'], 1, failurePattern('workflow-id-invalid', { id: 'bad id' })],
      [['init', SEED_ID, 'again'], 1, failurePattern('workflow-exists', { id: SEED_ID })],
      [
        ['init', 'x', 'y', '--preset', 'odd'],
        1,
        failurePattern('preset-unknown', { preset: 'odd', presets: /full, backend.*/ }),
      ],
      [['phase', SEED_ID, '12'], 1, failurePattern('phase-unknown', { phase: '12' })],
      [['deliverable', 'add', '../x'], 1, failurePattern('path-outside', { path: '../x' })],
      [['deliverable', 'add', '/etc/passwd'], 1, failurePattern('path-outside', { path: '/etc/passwd' })],
      [['set', SEED_ID, 'deliverables', '5:'], 1, failurePattern('path-invalid', { path: '' })],
      [
        ['approve', '7'],
        1,
        failurePattern('phase-not-current', { phase: '7', current: '5a', name: 'TDD RED' }),
      ],
      [['reject'], 1, failurePattern('reason-missing', { action: 'reject' })],
      [['skip'], 1, failurePattern('reason-missing', { action: 'skip' })],
      [
        ['set', SEED_ID, 'colour', 'red'],
        1,
        failurePattern('field-unknown', { field: 'colour', fields: /task, name.*/ }),
      ],
      [['set', SEED_ID, 'status', 'odd'], 1, failurePattern('status-unknown', { status: 'odd' })],
      [['next', 'done', '9'], 1, failurePattern('step-unknown', { number: 9 })],
      [
        ['evidence', 'add', '5a', '--command', 'x', '--exit', 'abc'],
        1,
        failurePattern('exit-code-invalid', { value: 'abc' }),
      ],
      [['meter', 'set', '-5'], 1, failurePattern('tokens-invalid', { value: '-5' })],
      [['meter', 'set', 'abc'], 1, failurePattern('tokens-invalid', { value: 'abc' })],
      [['meter', 'set', '5', '--window', '0'], 1, failurePattern('window-invalid', { value: '0' })],
      [
        ['meter', '--transcript', 'gone.jsonl'],
        1,
        failurePattern('transcript-missing', { path: /.*gone\.jsonl/ }),
      ],
      [
        ['meter', '--transcript', 'package.json', '--agent', 'odd'],
        1,
        failurePattern('agent-unknown', { agent: 'odd' }),
      ],
      [['export', '--format', 'xml'], 1, failurePattern('format-unknown', { format: 'xml' })],
      [['handoff', 'show', 'nope'], 1, failurePattern('workflow-unknown', { id: 'nope' })],
      [['handoff', 'show'], 1, failurePattern('handoff-none')],
      [['verify', 'gone.toon'], 1, failurePattern('file-missing', { path: /.*gone\.toon/ })],
      [['--cwd', 'gone', 'list'], 1, failurePattern('folder-missing', { path: /.*gone/ })],
      [['frobnicate'], 2, /unknown command 'frobnicate'; see `ninefold --help`/],
      [['restore'], 2, /unknown command 'restore'/],
      [['aprove'], 2, /unknown command 'aprove' .*approve.*; see `ninefold --help`/],
      [['verfy'], 2, /unknown command 'verfy' .*verify/],
      [['tasks', 'rn', 'x'], 2, /unknown command 'rn' .*run.*; see `ninefold tasks --help`/],
      [['status', '--jsno'], 2, /unknown option '--jsno' .*--json.*; see `ninefold status --help`/],
      [['check', '5b', 'npm', 'test'], 125, failurePattern('check-separator-missing', { step: '5b' })],
      [[], 2, /no command given; /],
      [['phase', SEED_ID], 2, /missing required argument 'phase'; see `ninefold phase --help`/],
      [['status', 'a', 'b'], 2, /too many arguments/],
      [['status', '--odd'], 2, /unknown option '--odd'; /],
      [['reject', '--reason'], 2, /argument missing; /],
      [['handoff'], 2, /missing subcommand; /],
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
    match(await terminal.done('list'), /^no workflow yet; .*`ninefold init ID NAME`\n$/);
    await terminal.done('init', 'old', 'Old shop');
    rmSync(join(terminal.folder, '.claude/state'), { recursive: true });
    match(await terminal.done('list'), /^no workflow yet; .*`ninefold recover`/);
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
    strictEqual(await terminal.done('list'), 'no workflow yet; start one with `ninefold init ID NAME`\n');
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
    deepStrictEqual([code, error.startsWith(`ninefold: ${journal}:2: ${LINE_REASONS.notJson}; `)], [3, true]);
    const list = await terminal.run(['list']);
    deepStrictEqual(
      [list.code, list.out.includes('two'), list.error.includes('one.journal.jsonl:2')],
      [3, true, true],
    );
    const verify = new Terminal(terminal.folder).run(['verify']);
    deepStrictEqual([verify.code, verify.out.includes(`${journal}:2: ${LINE_REASONS.notJson}`)], [3, true]);
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
    match(error, failurePattern('folder-read-only', { reason: /E[A-Z]+/ }));
  });

  it('makes a submit of an agent’s approve, and warns a person of missing evidence', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    for (const env of [{ CLAUDECODE: '1' }, { GEMINI_CLI: '1' }, { CODEX_SANDBOX: 'seatbelt' }]) {
      const agent = await terminal.run(['approve'], { env });
      deepStrictEqual([agent.code, agent.out.startsWith('submitted phase 1')], [0, true]);
      await terminal.done('reject', '--reason', 'not yet');
    }
    const person = await terminal.run(['approve']);
    deepStrictEqual(
      [person.code, person.out],
      [0, 'approved phase 1\nPhase 2 - Tech Planning (in progress)\n'],
    );
    const lack = lackText('deliverable-missing', 'cli');
    match(person.error, wordPattern(EVIDENCE_WORDS['approved-unverified'], { phase: '1', lack }));
  });

  it('says at the third rejection that something is amiss', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    for (const isAmiss of [false, false, true]) {
      const { error } = await terminal.run(['reject', '--reason', 'no']);
      strictEqual(wordPattern(REJECTION_WORDS['rejected-often'], { count: 3 }).test(error), isAmiss);
    }
  });
});
