import type { StatusBarItem } from 'vscode';
import { env, l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, workspace } from 'vscode';

import { statusText } from '../../core/meter/status-text.ts';
import type { StatusText } from '../../core/meter/status-text.ts';
import type { LevelRules } from '../../core/meter/levels.ts';
import { progressForBanner } from '../../core/view/banner-progress.ts';
import { formatFigures } from '../../core/view/status-format.ts';
import type { CommandId } from '../contributions.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translate, translateAll, translateMarkdown } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { onDidChangeSetting, readSetting } from '../registration/settings.ts';
import type { WindowFills } from '../activity/window-fills.ts';
import type { CurrentReading } from './current-reading.ts';
import type { SessionSearchLog } from './session-search-log.ts';

/** The tooltip shows the age of the reading. */
const AGE_UPDATE_MS = 30_000;
const PRIORITY = 100;
/** Placeholder before the folder's rules are read; there's no reading then either. */
const NO_READING_YET: LevelRules = { warning: 100, suggest: 100, force: 100 };
const SHOW_SESSION_VIEW: CommandId = 'ninefold.showSessionView';
const SHOW_ACTIONS: CommandId = 'ninefold.showActions';

const BACKGROUNDS: Readonly<Record<StatusText['severity'], string | undefined>> = {
  none: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
};

interface StatusBarParts {
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly fills: WindowFills;
  readonly searches: SessionSearchLog;
}

/** The status bar item of the meter. */
export class MeterStatusBar implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #fills: WindowFills;
  readonly #searches: SessionSearchLog;
  readonly #item: StatusBarItem;
  readonly #disposables = new DisposableList();

  constructor({ model, reading, fills, searches }: StatusBarParts) {
    this.#model = model;
    this.#reading = reading;
    this.#fills = fills;
    this.#searches = searches;
    this.#item = this.#disposables.add(
      window.createStatusBarItem('ninefold.meter', StatusBarAlignment.Right, PRIORITY),
    );
    this.#item.name = l10n.t('Ninefold: Context Window');
    this.#item.command = SHOW_ACTIONS;
    this.#disposables.add(reading.onDidChange(() => this.#update()));
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(fills.onDidChange(() => this.#update()));
    this.#disposables.add(onDidChangeSetting(['ninefold.statusBar.format'], () => this.#update()));
    const timer = setInterval(() => this.#update(), AGE_UPDATE_MS);
    this.#disposables.add({ dispose: () => clearInterval(timer) });
    this.#update();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #update(): void {
    if ((workspace.workspaceFolders ?? []).length === 0) {
      this.#item.hide();
      return;
    }
    const { snapshot, state, current } = this.#model;
    const { levels } =
      snapshot === undefined || snapshot.kind === 'loading' ? { levels: NO_READING_YET } : snapshot.meter;
    const shown = statusText({
      reading: this.#reading.value,
      rules: levels,
      now: Date.now(),
      progress: progressForBanner(state),
      fill: this.#fills.of(current?.key, this.#searches.of(current?.folder.uri.fsPath)?.transcript),
      timeText,
    });
    this.#item.text = translate(formatFigures(shown.text, readSetting('ninefold.statusBar.format')));
    const background = BACKGROUNDS[shown.severity];
    this.#item.backgroundColor = background === undefined ? undefined : new ThemeColor(background);
    this.#item.accessibilityInformation = { label: translateAll(shown.label, ', '), role: 'button' };
    this.#item.tooltip = tooltipOf(shown);
    this.#item.show();
  }
}

/**
 * What matters first, then actions, then the rest. Nothing is folded: VS Code places the tooltip once, and what unfolds
 * would lie below the screen's edge. Ids and model names come from files: they are escaped.
 */
function tooltipOf({ brief, details, banner }: StatusText): MarkdownString {
  const lines = brief.map((line) => line.map(translateMarkdown).join(', '));
  const markdown = new MarkdownString(lines.join('  \n'));
  const links = linksOf();
  markdown.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  const shown = links.map(({ title, command }) => `[${title}](command:${command})`);
  markdown.appendMarkdown(`\n\n${shown.join(' · ')}`);
  if (details.length > 0) {
    markdown.appendMarkdown(`\n\n---\n\n${details.map(translateMarkdown).join('  \n')}`);
  }
  if (banner !== '') markdown.appendCodeblock(banner, 'text');
  return markdown;
}

function linksOf(): readonly { readonly title: string; readonly command: CommandId }[] {
  return [
    { title: l10n.t('Session View'), command: SHOW_SESSION_VIEW },
    ...(workspace.isTrusted
      ? ([
          { title: l10n.t('Create Handoff'), command: 'ninefold.createHandoff' },
          { title: l10n.t('Continue in a New Session'), command: 'ninefold.continueSession' },
        ] as const)
      : []),
    { title: l10n.t('All Actions…'), command: SHOW_ACTIONS },
  ];
}

/** Formats a time: without the date if today. @param at ISO 8601 */
function timeText(at: string): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ month: 'short', day: 'numeric' } as const);
  return time.toLocaleString(env.language, { ...day, hour: '2-digit', minute: '2-digit' });
}
