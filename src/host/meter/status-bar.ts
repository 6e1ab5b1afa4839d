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
import type { CurrentReading } from './current-reading.ts';

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

/** The status bar item of the meter. */
export class MeterStatusBar implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #item: StatusBarItem;
  readonly #disposables = new DisposableList();

  constructor(model: WorkspaceModel, reading: CurrentReading) {
    this.#model = model;
    this.#reading = reading;
    this.#item = this.#disposables.add(
      window.createStatusBarItem('ninefold.meter', StatusBarAlignment.Right, PRIORITY),
    );
    this.#item.name = l10n.t('Ninefold: Context Window');
    this.#item.command = SHOW_ACTIONS;
    this.#disposables.add(reading.onDidChange(() => this.#update()));
    this.#disposables.add(model.onDidChange(() => this.#update()));
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
    const { snapshot, state } = this.#model;
    const { levels } =
      snapshot === undefined || snapshot.kind === 'loading' ? { levels: NO_READING_YET } : snapshot.meter;
    const shown = statusText({
      reading: this.#reading.value,
      rules: levels,
      now: Date.now(),
      progress: progressForBanner(state),
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

function tooltipOf({ tooltip, banner }: StatusText): MarkdownString {
  const markdown = new MarkdownString(tooltip.map(translateMarkdown).join('  \n'));
  if (banner !== '') markdown.appendCodeblock(banner, 'text');
  // Allow only this command: ids and model names come from files.
  markdown.isTrusted = { enabledCommands: [SHOW_SESSION_VIEW] };
  markdown.appendMarkdown(`\n\n[${l10n.t('Session View')}](command:${SHOW_SESSION_VIEW})`);
  return markdown;
}

/** Formats a time: without the date if today. @param at ISO 8601 */
function timeText(at: string): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  const day = isToday ? {} : ({ month: 'short', day: 'numeric' } as const);
  return time.toLocaleString(env.language, { ...day, hour: '2-digit', minute: '2-digit' });
}
