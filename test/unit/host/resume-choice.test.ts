/** Which workflow *Resume Workflow…* takes without asking. */

import { deepStrictEqual } from 'node:assert/strict';

import { resumeChosen } from '../../../src/host/commands/resume-workflow.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

describe('Resume Workflow…', () => {
  let host: HostWindow;
  const start = (id: string) =>
    host.open.service.start({ kind: 'start', id, name: id, branch: null }, PERSON);
  /** The titles of the lists that it shows, which nobody answers. */
  const titles = async (): Promise<readonly (string | undefined)[]> => {
    const shown: (string | undefined)[] = [];
    editor.answers = {
      pick: (_, { title }) => {
        shown.push(title);
        return undefined;
      },
    };
    const parts = { model: host.model.scope(), reporter: host.reporter, reading: host.reading };
    await resumeChosen(parts satisfies Partial<CommandContext> as unknown as CommandContext, undefined);
    return shown;
  };

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('takes the only one that is not completed, and asks among several', async () => {
    await start('first');
    await host.open.service.execute({ kind: 'setPhase', phase: '9' }, PERSON);
    await host.open.service.execute({ kind: 'approve', phase: '9' }, PERSON);
    await start('second');
    deepStrictEqual(await titles(), ['Resume second']);
    await start('third');
    deepStrictEqual(await titles(), ['Resume Workflow']);
  });
});
