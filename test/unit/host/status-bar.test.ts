/** The meter's tooltip: everything is in view, and text from files stays text. */

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict';

import type { MarkdownString } from 'vscode';

import { WindowFills } from '../../../src/host/activity/window-fills.ts';
import { SessionSearchLog } from '../../../src/host/meter/session-search-log.ts';
import { MeterStatusBar } from '../../../src/host/meter/status-bar.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { openHost, readingOf } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

describe('the tooltip of the meter', () => {
  let host: HostWindow;

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    const { model, reading, log, disposables } = host;
    const searches = new SessionSearchLog(log);
    disposables.add(new MeterStatusBar({ model, reading, fills: new WindowFills(), searches }));
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });
  const tooltip = (model: string): MarkdownString => {
    host.reading.set(readingOf(152_000, { model }), host.folder);
    const shown = editor.statusItems[0]?.tooltip;
    ok(shown !== undefined && typeof shown !== 'string');
    return shown;
  };

  it('folds nothing: VS Code places it once, so what unfolds would lie below the edge of the screen', () => {
    const { value } = tooltip('m-1');
    doesNotMatch(value, /<details|<summary/);
    match(value, /s-1/);
    match(value, /TOKEN WARNING - 76% Context Used/);
  });

  it('never draws HTML, and runs only its own commands', () => {
    const { value, supportHtml, isTrusted } = tooltip(
      '<img src=x onerror=alert(1)>[a](command:workbench.action.quit)',
    );
    strictEqual(supportHtml, false);
    doesNotMatch(value, /(?<!\\)<img|(?<!\\)\]\(command:workbench/);
    ok(typeof isTrusted === 'object');
    deepStrictEqual(
      isTrusted.enabledCommands.filter((command) => !command.startsWith('ninefold.')),
      [],
    );
  });
});
