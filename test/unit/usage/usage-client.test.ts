import { deepStrictEqual, rejects } from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { join, resolve } from 'node:path';

import type { MeterEnvironment } from '../../../src/node/machine/environment.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { UsageMeter } from '../../../src/node/usage/measure-usage.ts';
import type { UsageQuestion } from '../../../src/node/usage/measure-usage.ts';
import { UsageClient } from '../../../src/node/usage/usage-client.ts';
import { usageQuestion } from '../../../src/node/usage/usage-question.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { assistantLine } from '../meter/transcript-lines.ts';
import { open } from '../support/folders.ts';
import { editorUserFolders } from '../../../src/node/agents/editor-folders.ts';

const bundle = resolve('dist', 'usage.js');
const START = '2026-11-20T08:00:00.000Z';

describe('the usage worker', () => {
  let home: TemporaryHome;
  let opened: OpenFolder;
  beforeEach(async () => {
    home = new TemporaryHome();
    opened = await open(home.folder, { clock: { now: () => START } });
    await opened.service.start({ kind: 'start', id: 'shop', name: 'Shop' }, { kind: 'person' });
  });
  afterEach(() => home.remove());

  const question = (): Promise<UsageQuestion> => usageQuestion(opened, 'shop', false);

  it('says the same as the host would, ends when it has nothing to do, and is started again', async () => {
    const line = assistantLine({ id: 'a', cwd: home.folder, timestamp: '2026-11-20T09:00:00.000Z' });
    const transcript = home.write(home.transcriptPath('one'), `${line}\n`);
    const here = new UsageMeter(home.environment());
    const ends = new EventEmitter();
    const client = new UsageClient(home.environment(), { bundle, idleMs: 1, onEnd: () => ends.emit('end') });
    try {
      const { report } = await here.measure(await question());
      deepStrictEqual(
        report.sessions.map(({ sessionId }) => sessionId),
        ['one'],
      );
      for (let round = 0; round < 2; round += 1) {
        deepStrictEqual((await client.measure(await question())).report, report);
        const course = { agent: 'claude-code', transcript, isKept: false };
        deepStrictEqual(await client.course(course), await here.course(course));
        while (client.isRunning) await once(ends, 'end');
      }
      const state = { root: home.path, folder: home.path, project: null };
      const unreadable = [{ workflow: 'shop', path: home.path, state }];
      await rejects(client.measure({ ...(await question()), journals: unreadable }), /file-not-plain/);
      const waiting = client.measure(await question());
      client.dispose();
      await rejects(waiting, /no longer asked/);
      await rejects(client.measure(await question()), /no longer asked/);
    } finally {
      client.dispose();
    }
  });

  it('looks for agents of the editor where the window runs, and nowhere else', async () => {
    const [user = ''] = editorUserFolders(home.environment());
    const cline = join(user, 'globalStorage', 'saoudrizwan.claude-dev');
    const task = { id: '1789000000001', ts: 1, task: 'x', cwdOnTaskInitialization: home.folder };
    home.write(join(cline, 'state', 'taskHistory.json'), JSON.stringify([task]));
    home.write(join(cline, 'tasks', task.id, 'ui_messages.json'), '[]');
    const lookedInto = async (editorUserFolder: string): Promise<number> => {
      const environment: MeterEnvironment = { ...home.environment(), editorUserFolder };
      const client = new UsageClient(environment, { bundle });
      try {
        return (await client.measure(await question())).transcripts;
      } finally {
        client.dispose();
      }
    };
    deepStrictEqual([await lookedInto(user), await lookedInto(join(home.path, 'portable'))], [1, 0]);
  });
});
