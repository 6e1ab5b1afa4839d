import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { failureLine } from '../support/failure-texts.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const AGENT = { env: { CLAUDECODE: '1' } };
const RULE = 'Never change the `public` API, not even once';

describe('constraints on the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const begun = async (): Promise<InProcessTerminal> => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'One');
    return terminal;
  };
  const rows = async (terminal: InProcessTerminal): Promise<unknown> =>
    JSON.parse(await terminal.done('constraint', 'list', '--json'));

  it('are in status, handoff, and session context, word for word', async () => {
    const terminal = await begun();
    match(await terminal.done('constraint', 'list'), /constraint add/);
    await terminal.done('constraint', 'add', RULE);
    await terminal.done('tried', 'add', 'A global lock', '--because', 'it deadlocks');
    const status = JSON.parse(await terminal.done('status', '--json')) as Record<string, unknown>;
    deepStrictEqual(
      [status.constraints, status.attempts, status.checks],
      [[{ text: RULE }], [{ text: 'A global lock', because: 'it deadlocks' }], []],
    );
    await terminal.done('handoff', 'create');
    const handoff = await terminal.done('handoff', 'show');
    ok(handoff.indexOf('## Constraints\n- ') > handoff.indexOf('## Quick Context'));
    ok(handoff.includes('Never change the'));
    ok(handoff.includes('## Tried\n- A global lock: it deadlocks'));
    const context = readFileSync(join(terminal.folder, '.claude/session-context.toon'), 'utf8');
    ok(context.includes(`constraints[1]: "${RULE}"`), context);
  });

  it('and steps may be written like items of a list', async () => {
    const terminal = await begun();
    await terminal.done('next', 'add', '- [ ] Ask the vendor', '--status', 'person');
    await terminal.done('constraint', 'add', '- Keep the API');
    await terminal.done('decision', 'add', 'auth', '- JWT', 'short');
    const status = JSON.parse(await terminal.done('status', '--json')) as Record<string, unknown>;
    deepStrictEqual(
      [status.nextSteps, status.constraints, status.decisions],
      [
        [{ text: '- [ ] Ask the vendor', status: 'person', phase: 1 }],
        [{ text: '- Keep the API' }],
        [{ id: 'auth', choice: '- JWT', reason: 'short' }],
      ],
    );
    strictEqual((await terminal.run(['next', 'add', '-x'])).code, 2);
  });

  it('of an agent wait for a person, who is told', async () => {
    const terminal = await begun();
    strictEqual((await terminal.run(['constraint', 'add', RULE], AGENT)).code, 0);
    deepStrictEqual(await rows(terminal), [{ number: 1, text: RULE, offered: true }]);
    deepStrictEqual(
      (JSON.parse(await terminal.done('status', '--json')) as { constraints: unknown }).constraints,
      [],
    );
    const refused = await terminal.run(['constraint', 'accept', '1'], AGENT);
    deepStrictEqual([refused.code, refused.error], [1, failureLine('constraint-of-person', { number: 1 })]);
    await terminal.done('handoff', 'create');
    match(await terminal.done('handoff', 'show'), /Needs a person: accept or remove the constraint/);
    await terminal.done('constraint', 'accept', '1');
    deepStrictEqual(await rows(terminal), [{ number: 1, text: RULE, offered: false }]);
    await terminal.done('constraint', 'remove', '1');
    deepStrictEqual(await rows(terminal), []);
    const unknown = await terminal.run(['constraint', 'remove', 'one']);
    deepStrictEqual([unknown.code, unknown.error], [1, failureLine('constraint-unknown', { number: 'one' })]);
  });
});
