/** The working set in a window: what is counted, and when a count is told. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import type * as vscode from 'vscode';

import { LARGEST_COUNTED } from '../../../src/core/tokens/pieces.ts';
import { PinnedFiles } from '../../../src/host/meter/pinned-files.ts';
import { WorkingSet } from '../../../src/host/meter/working-set.ts';
import { uriOf } from '../support/fake-vscode-types.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders, writeFiles } from '../support/folders.ts';
import { openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';
import { memento } from '../support/memento.ts';

interface Document {
  text: string;
  /** How often the whole text was asked for. */
  reads: number;
  readonly document: vscode.TextDocument;
}

function documentOf(path: string, text: string): Document {
  const made: { text: string; reads: number } = { text, reads: 0 };
  const document: unknown = {
    uri: uriOf(path),
    fileName: path,
    isDirty: false,
    lineCount: 1,
    offsetAt: () => made.text.length,
    getText: () => {
      made.reads += 1;
      return made.text;
    },
  };
  return Object.assign(made, { document: document as vscode.TextDocument });
}

describe('the working set in a window', () => {
  let host: HostWindow;
  let pins: PinnedFiles;
  let set: WorkingSet;

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    pins = host.disposables.add(new PinnedFiles(memento()));
    set = host.disposables.add(new WorkingSet(host.model, pins, host.reporter));
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  /** The first count that is told and is as `isIt` asks: tokens, files, left out. */
  const until = (isIt: (files: number, tokens: number) => boolean): Promise<readonly number[]> =>
    new Promise((resolve) => {
      const listening = set.onDidChange((count) => {
        const { tokens = 0, files = 0, leftOut = 0 } = count ?? {};
        if (!isIt(files, tokens)) return;
        listening.dispose();
        resolve([tokens, files, leftOut]);
      });
    });
  const show = (...documents: readonly Document[]): void => {
    editor.documents = documents.map(({ document }) => document);
    editor.emitters.tabs.fire({ opened: [], closed: [], changed: [] });
  };

  it('is what is open and what is pinned, once it is wanted', async () => {
    writeFiles(host.path, { 'pinned.md': 'hello world' });
    await pins.pin([join(host.path, 'pinned.md')]);
    show(documentOf(join(host.path, 'a.md'), 'hello world'));
    strictEqual(set.value, null);
    const counted = until((files) => files === 2);
    set.setWanted(true);
    deepStrictEqual(await counted, [4, 2, 0]);
  });

  it('follows typing by what changed, and never asks for the whole text again', async () => {
    const open = documentOf(join(host.path, 'a.md'), 'hello world');
    show(open);
    const first = until((files) => files === 1);
    set.setWanted(true);
    deepStrictEqual(await first, [2, 1, 0]);
    const more = until((_, tokens) => tokens > 2);
    const change: unknown = { rangeOffset: 11, rangeLength: 0, text: ' hello world' };
    open.text += ' hello world';
    editor.emitters.changedDocument.fire({
      document: open.document,
      contentChanges: [change as vscode.TextDocumentContentChangeEvent],
      reason: undefined,
    });
    deepStrictEqual(await more, [4, 1, 0]);
    strictEqual(open.reads, 1);
  });

  it('leaves out what is too large without making its text, and what is closed', async () => {
    const large = documentOf(join(host.path, 'large.md'), 'x'.repeat(LARGEST_COUNTED + 1));
    const small = documentOf(join(host.path, 'a.md'), 'hello world');
    show(large, small);
    const first = until((files) => files === 1);
    set.setWanted(true);
    deepStrictEqual([await first, large.reads], [[2, 1, 1], 0]);
    const closed = until((files) => files === 0);
    show(large);
    deepStrictEqual(await closed, [0, 0, 1]);
  });

  it('is nothing when it is no longer wanted, and begins again', async () => {
    show(documentOf(join(host.path, 'a.md'), 'hello world'));
    const first = until((files) => files === 1);
    set.setWanted(true);
    await first;
    set.setWanted(false);
    strictEqual(set.value, null);
    const again = until((files) => files === 1);
    set.setWanted(true);
    deepStrictEqual(await again, [2, 1, 0]);
  });
});
