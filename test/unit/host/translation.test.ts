/** The window in a made-up language: each English text between brackets, so that one that no translation can reach shows. */

import { deepStrictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { NinefoldError } from '../../../src/core/errors.ts';
import { FAILURES } from '../../../src/core/failures/failures.ts';
import type { ErrorCode } from '../../../src/core/failures/failures.ts';
import { FILE_REFUSAL_WORDS } from '../../../src/core/tasks/task-paths.ts';
import type { RefusalReason } from '../../../src/core/tasks/task-paths.ts';
import { fileRow } from '../../../src/core/view/task-file-rows.ts';
import { translateAll } from '../../../src/host/messages.ts';
import { LevelMessages } from '../../../src/host/meter/level-messages.ts';
import { LevelNotifier } from '../../../src/host/meter/level-notifier.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost, readingOf } from '../support/host.ts';

/** What `npm run l10n` gives translators. */
function bundleForTranslators(): Readonly<Record<string, string>> {
  const words = ['scripts/l10n.mjs', '--stdout'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: projectFolder,
    encoding: 'utf8',
    maxBuffer: 10_000_000,
  });
  deepStrictEqual([status, stderr], [0, '']);
  return JSON.parse(stdout) as Record<string, string>;
}

/** What stands outside of the brackets, without full stops, spaces and separators. */
function untranslated(text: string): string {
  let rest = text;
  for (let inner = ''; inner !== rest;) {
    inner = rest;
    rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  }
  return rest.replaceAll(/[^\p{Letter}]/gu, '');
}

describe('a translation of the window', function () {
  this.timeout(60_000);
  let bundle: Readonly<Record<string, string>>;

  before(() => (bundle = bundleForTranslators()));
  beforeEach(() => {
    editor.reset();
    editor.translations = Object.fromEntries(
      Object.entries(bundle).map(([english, text]) => [english, `⟦${text}⟧`]),
    );
  });
  afterEach(removeFolders);

  const untranslatedMessages = (): readonly string[] =>
    editor.messages
      .flatMap(({ text, buttons }) => [text, ...buttons])
      .filter((text) => untranslated(text) !== '');

  it('reaches every failure and its buttons', async () => {
    const { reporter, disposables } = await openHost();
    const codes = Object.keys(FAILURES) as ErrorCode[];
    for (const code of codes) void reporter.show(new NinefoldError(code, { file: '/a.json', line: 1 }));
    void reporter.show(new Error('unforeseen'));
    while (editor.messages.length <= codes.length) await new Promise(setImmediate);
    disposables.dispose();
    deepStrictEqual(untranslatedMessages(), []);
  });

  it('reaches why a file of an agent task is refused, in its row and in a failure', async () => {
    const { reporter, disposables } = await openHost();
    const reasons = Object.keys(FILE_REFUSAL_WORDS) as RefusalReason[];
    for (const refusal of reasons) {
      const reason = FILE_REFUSAL_WORDS[refusal];
      void reporter.show(new NinefoldError('task-file-refused', { path: '/', reason }));
    }
    while (editor.messages.length < reasons.length) await new Promise(setImmediate);
    disposables.dispose();
    const missed = reasons.filter((refusal, index) => {
      const file = { path: '/', isDeclared: true, isDeleted: false, refusal, state: 'written' } as const;
      const row = translateAll(fileRow({ folder: '/', parent: '', task: '' }, file).description, ' ');
      const translated = `⟦${FILE_REFUSAL_WORDS[refusal]}⟧`;
      return !row.includes(translated) || editor.messages[index]?.text.includes(translated) !== true;
    });
    deepStrictEqual(missed, []);
  });

  it('reaches what a level says, with its buttons', async () => {
    const { model, reading, reporter, open, folder, disposables } = await openHost();
    await open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await model.refresh();
    disposables.add(new LevelNotifier(model, reading, new LevelMessages(reporter), reporter));
    for (const [index, tokens] of [152_000, 172_000, 184_000].entries()) {
      reading.setFolder(folder, readingOf(tokens));
      while (editor.messages.length <= index) await new Promise(setImmediate);
    }
    disposables.dispose();
    deepStrictEqual(untranslatedMessages(), []);
  });
});
