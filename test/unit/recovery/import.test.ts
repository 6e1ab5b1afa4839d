/** State of older tools and of other places: found, imported with a backup, and gone on with. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

interface Row {
  readonly id: string;
  readonly phase: string;
  readonly kind: string;
  readonly place: string;
}

function fixture(name: string): string {
  return readFileSync(join(projectFolder, 'test/fixtures/older', name), 'utf8');
}

async function rows(terminal: InProcessTerminal): Promise<readonly (readonly string[])[]> {
  const { candidates } = (await terminal.json('recover')) as { readonly candidates: readonly Row[] };
  return candidates.map(({ id, phase, kind, place }) => [id, phase, kind, place]);
}

describe('older state', () => {
  afterEach(removeFolders);

  it('of the example is imported with its patterns and decisions, and kept as it was', async () => {
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder);
    const files = {
      '.claude/workflow-state.toon': fixture('example-workflow-state.toon'),
      '.claude/session-context.toon': fixture('example-session-context.toon'),
    };
    writeFiles(folder, { ...files, 'docs/requirements.md': '# Wanted\n' });
    deepStrictEqual(await rows(terminal), [
      ['harbour-20251102', '5a', 'older', '.claude/workflow-state.toon'],
    ]);
    const { keptIn } = JSON.parse(await terminal.done('recover', '--apply', '1', '--json')) as {
      keptIn: string;
    };
    for (const [path, text] of Object.entries(files)) {
      const name = path.replace('.claude/', '');
      strictEqual(readFileSync(join(folder, keptIn, name), 'utf8'), text);
      match(readFileSync(join(folder, path), 'utf8'), /^schema: ninefold\/1$/m);
    }
    const status = (await terminal.json('status')) as Record<string, unknown>;
    deepStrictEqual(
      [status.name, status.branch, status.decisions, status.deliverables],
      [
        'Harbour tides',
        'feature/tides',
        [{ id: 'source', choice: 'Hydrographic office', reason: 'Free of charge' }],
        [
          { phase: 1, file: 'docs/requirements.md', exists: true },
          { phase: 4, file: 'tests/tides.test.ts', exists: false },
          { phase: 5, file: 'src/tides.ts', exists: false },
        ],
      ],
    );
    match(readFileSync(join(folder, '.claude/session-context.toon'), 'utf8'), /imports,relative,\.\/tides/);
    match(await terminal.done('resume'), /Resume workflow harbour-20251102 from Phase 5: read /);
    strictEqual(await terminal.done('recover'), 'nothing to recover\n');
  });

  it('of the shell scripts is found under logs, and beside the state of today', async () => {
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder);
    await terminal.done('init', 'wf-001', 'Sign in');
    writeFiles(folder, {
      '.claude/logs/workflows/loans-20250903/workflow-state.json': fixture('scripts-workflow-state.json'),
    });
    deepStrictEqual(await rows(terminal), [
      ['loans-20250903', '4', 'older', '.claude/logs/workflows/loans-20250903/workflow-state.json'],
    ]);
    await terminal.done('recover', 'loans-20250903', '--apply', '1');
    match(await terminal.done('list'), /\* loans-20250903 .*\n {2}wf-001 /);
  });

  it('in the user’s own folder is found by its id, and comes last', async () => {
    const folder = newFolder();
    const home = newFolder();
    const terminal = new InProcessTerminal(folder, { HOME: home });
    writeFiles(home, {
      '.claude/state/workflows/loans-20250903.toon': fixture('scripts-export.toon'),
      '.claude/state/temp/handoff-harbour-20251102.md': fixture('example-handoff.md'),
      '.claude/state/workflows/somebody.json': '{"not": "ours"}',
    });
    const found = (await rows(terminal)).map(([id, phase, kind]) => [id, phase, kind]);
    deepStrictEqual(found.toSorted(), [
      ['harbour-20251102', '5b', 'handoff'],
      ['loans-20250903', '4', 'older'],
    ]);
    const before = readFileSync(join(home, '.claude/state/workflows/loans-20250903.toon'), 'utf8');
    await terminal.done('recover', 'loans-20250903', '--apply', '1');
    match(
      await terminal.done('status'),
      /^loans-20250903: Book loans \(in_progress\)\nPhase 4 - Test Planning/,
    );
    strictEqual(readFileSync(join(home, '.claude/state/workflows/loans-20250903.toon'), 'utf8'), before);
    ok((await rows(terminal)).every(([id]) => id !== 'loans-20250903'));
  });

  it('of somebody else is never taken for damage', async () => {
    const folder = newFolder();
    writeFiles(folder, {
      '.claude/workflow-state.toon': 'pipeline: nightly\n',
      '.claude/state/workflows/build.json': '{"workflow": "build"}',
      '.claude/state/handoffs/handoff-x.md': '# Shift handover\n',
    });
    const terminal = new InProcessTerminal(folder);
    strictEqual(await terminal.done('recover'), 'nothing to recover\n');
    strictEqual(await terminal.done('list'), 'no workflow yet; start one with `ninefold init ID NAME`\n');
  });
});
