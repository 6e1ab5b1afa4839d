/** What starts or is loaded late in a window: nothing is missed and nothing goes unsaid for that. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import { failureTemplate } from '../../../src/core/failures/failures.ts';
import { ApprovalRequests } from '../../../src/host/agents/approval-requests.ts';
import { asSentence } from '../../../src/host/sentence.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const AGENT = { kind: 'agent', session: 's-1' } as const;

describe('what comes late in a window', () => {
  let host: HostWindow;

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('asks for an approval that is requested once the folders were read, and for none from before', async () => {
    const { open, model, reporter, disposables } = host;
    await open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await model.refresh();
    const review = { look: () => Promise.resolve({ base: null, files: ['a.ts', 'b.ts'] }) };
    disposables.add(new ApprovalRequests(model, review, reporter));
    await open.service.execute({ kind: 'submit', phase: '1' }, AGENT, 'wf-001');
    await model.refresh();
    const { buttons, press } = await editor.message(
      /^Phase .* of 'One' is waiting for your approval\. 2 files\.$/,
    );
    deepStrictEqual(buttons, ['Review', 'Approve', 'Reject…']);
    press('Review');
    deepStrictEqual(await editor.command('ninefold.reviewPhase'), [
      'ninefold.reviewPhase',
      { folder: host.folder, workflow: 'wf-001', step: '1' },
    ]);
    disposables.add(new ApprovalRequests(model, review, reporter));
    await model.refresh();
    strictEqual(editor.messages.length, 1);
  });

  it('says the first failure in its own words, with what to do', async () => {
    void host.reporter.show(new NinefoldError('folder-none'));
    const { text, buttons } = await editor.message(/./);
    deepStrictEqual(
      [text, buttons],
      [asSentence(failureTemplate('folder-none', 'window')), ['Open Folder…']],
    );
  });

  it('says of what nobody expected that the log has it', async () => {
    void host.reporter.show(new Error('nobody expected this'));
    const { text, buttons } = await editor.message(/./);
    deepStrictEqual(
      [text, buttons],
      ['An unexpected error occurred. See the log for details.', ['Show Log']],
    );
  });
});
