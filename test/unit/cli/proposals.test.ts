import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatMessage } from '../../../src/core/messages.ts';
import { TAKEN_WORDS } from '../../../src/core/proposals/report-words.ts';
import { TOON_WORDS } from '../../../src/core/toon/toon-finding.ts';
import { snapshotOf } from '../connect/tree-snapshot.ts';
import { failurePattern, wordPattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

describe('edited exports at the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  async function edited(change: (text: string) => string): Promise<InProcessTerminal> {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'Sign in');
    const file = join(terminal.folder, '.claude', 'workflow-state.toon');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    return terminal;
  }

  it('are taken in before the command’s own change, which says so on stderr', async () => {
    const terminal = await edited((text) =>
      text.replace('deliverables[0]:', 'deliverables[9]{phase,file}:\n  1,docs/a.md'),
    );
    const { out, error, code } = await terminal.run(['next', 'add', 'Do it']);
    deepStrictEqual(
      [code, out, error],
      [
        0,
        'saved; wf-001 is at revision 3\n',
        `ninefold: .claude/workflow-state.toon was edited: ${formatMessage(TAKEN_WORDS['deliverable.added'], { file: 'docs/a.md' })}\n`,
      ],
    );
    const log = await terminal.done('log');
    match(log, /deliverable[^]*next/i);
  });

  it('are kept if they are not accepted, and the command continues', async () => {
    const terminal = await edited((text) => text.replace('agents[0]:', 'prose'));
    const { error, code } = await terminal.run(['next', 'add', 'Do it']);
    strictEqual(code, 0);
    const [kept = ''] = readdirSync(join(terminal.folder, '.claude', 'state', 'edits'));
    match(
      error,
      /^ninefold: \.claude\/workflow-state\.toon was edited, but not all changes were applied: line \d+: [^\n]*; the edit is kept in \.claude\/state\/edits\/[^\n]*\n$/,
    );
    strictEqual(error.includes(kept), true);
    strictEqual((await terminal.run(['next', 'add', 'More'])).error, '');
  });

  it('wait for a command that changes something; verify names file, line and what is wrong', async () => {
    const terminal = await edited((text) =>
      text.replace('phases[9]', 'phases[8]').replace('agents[0]:', 'prose'),
    );
    strictEqual((await terminal.run(['status'])).error, '');
    const { code, out } = await terminal.run(['verify']);
    strictEqual(code, 3);
    match(
      out,
      wordPattern(`workflow-state.toon:{line}: ${TOON_WORDS['count-recounted']}`, {
        key: 'phases',
        said: 8,
        found: 9,
        line: /\d+/,
      }),
    );
    match(out, /workflow-state\.toon:\d+: expected 'key: value' or a row/);
  });

  it('that aren’t proposals are kept before they are written again, which is reported', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'Sign in');
    const file = join(terminal.folder, '.claude', 'session-context.toon');
    writeFileSync(file, `${readFileSync(file, 'utf8')}mine: true\n`);
    match(
      (await terminal.run(['next', 'add', 'Do it'])).error,
      failurePattern('edit-set-aside', {
        path: '.claude/session-context.toon',
        kept: /\.claude\/state\/edits\/[^']+/,
      }),
    );
    const [kept = ''] = readdirSync(join(terminal.folder, '.claude/state/edits'));
    match(readFileSync(join(terminal.folder, '.claude/state/edits', kept), 'utf8'), /mine: true/);
  });

  it('wait where a command only shows what is there or what it would do', async () => {
    const terminal = await edited((text) => text.replace('agents[0]:', 'prose'));
    const content = (): unknown => snapshotOf(join(terminal.folder, '.claude'));
    const before = content();
    for (const command of [
      ['config', 'get', 'approvedBy'],
      ['recover'],
      ['export', '--stdout'],
      ['handoff', 'clean'],
      ['remove'],
    ]) {
      strictEqual((await terminal.run(command)).error, '', command.join(' '));
      deepStrictEqual(content(), before, command.join(' '));
    }
    match((await terminal.run(['export'])).error, /was edited, but not all changes were applied/);
  });
});
