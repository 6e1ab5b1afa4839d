import { commands, l10n, Uri } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { assumptionOf, spokenLevel } from '../../core/meter/assumed-window.ts';
import { groupThousands, shortTokens } from '../../core/meter/format-tokens.ts';
import { levelPhrase, nearEndPhrase } from '../../core/meter/level-words.ts';
import type { WarningLevel } from '../../core/meter/levels.ts';
import { LARGE_WINDOW, STANDARD_WINDOW } from '../../core/meter/model-windows.ts';
import { shownKey } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { CommandId, NotificationChoice } from '../contributions.ts';
import { errorText, translate } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import { runCommand } from '../registration/register-command.ts';
import { readSetting, writeUserSetting } from '../registration/settings.ts';
import type { CommandTarget } from '../tree/row-guards.ts';
import type { Written } from './write-for-level.ts';
import { showBriefly, showError, showWarning } from '../notices.ts';

/** What was written at a level, and why the record of what was announced can't be read; null if it can. */
type WrittenBeside = Written & { readonly unread: NinefoldError | null };

/** The folder whose session a notification is about. */
export interface WarnedFolder {
  readonly key: string;
  /** Sets the window of a model in the folder's rules. */
  readonly setWindow: (model: string | null, window: number) => Promise<void>;
}

interface Action {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

/** Shows one notification for a session, replaced as its level rises. A silenced level isn't shown but still saves. */
export class LevelMessages {
  readonly #reporter: Reporter;
  /** The open notification of each session. */
  readonly #open = new Map<string, Thenable<unknown>>();

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** Shows the notification of a level; doesn't wait for the answer. */
  async announce(
    level: WarningLevel,
    reading: Reading,
    written: WrittenBeside,
    folder: WarnedFolder,
  ): Promise<void> {
    if (!isWanted(level, readSetting('ninefold.notifications'))) return;
    const text = await textOf(level, reading, written);
    const session = shownKey(reading);
    // VS Code hides toasts only together; they stay in its list, and their buttons keep working.
    if (this.#open.has(session)) await commands.executeCommand('notifications.hideToasts');
    const actions = [...windowActions(reading, folder), ...actionsOf(level, written, folder)];
    const titles = actions.map(({ title }) => title);
    const shown =
      spokenLevel(reading) === 'force' ? showError(text, ...titles) : showWarning(text, ...titles);
    this.#open.set(session, shown);
    void this.#answer(shown, actions, session);
  }

  async #answer(
    shown: Thenable<string | undefined>,
    actions: readonly Action[],
    session: string,
  ): Promise<void> {
    try {
      const chosen = await shown;
      if (this.#open.get(session) === shown) this.#open.delete(session);
      await actions.find(({ title }) => title === chosen)?.run();
    } catch (error) {
      await this.#reporter.show(error);
    }
  }
}

function isWanted(level: WarningLevel, choice: NotificationChoice): boolean {
  return choice === 'all' || (choice === 'force' && level === 'force');
}

function say(...words: Parameters<typeof levelPhrase>): string {
  return translate(levelPhrase(...words));
}

async function textOf(level: WarningLevel, reading: Reading, written: WrittenBeside): Promise<string> {
  const advice = await adviceOf(level, written);
  const assumption = assumptionOf(reading);
  if (assumption === null) return `${translate(nearEndPhrase(reading))} ${advice}`;
  const used = say('used', { tokens: groupThousands(reading.tokens ?? 0) });
  return `${used} ${translate(assumption)} ${advice}`;
}

async function adviceOf(
  level: WarningLevel,
  { handoff, session, failure, unread }: WrittenBeside,
): Promise<string> {
  if (failure === null && unread !== null) {
    return `${say('plan')} ${await errorText(unread)}`;
  }
  if (failure !== null) {
    const reason = NinefoldError.is(failure) ? await errorText(failure) : l10n.t('See the log for details.');
    return say('not-written', { reason });
  }
  if (level === 'warning') return say('plan');
  return say(session === null && handoff === null ? 'no-workflow' : 'written');
}

/** One click sets an assumed window, for the sizes that models have. */
function windowActions({ windowSource, model }: Reading, { setWindow }: WarnedFolder): readonly Action[] {
  if (windowSource !== 'assumed') return [];
  return [LARGE_WINDOW, STANDARD_WINDOW].map((window) => ({
    title: l10n.t('Window Is {window}', { window: shortTokens(window) }),
    run: () => setWindow(model, window),
  }));
}

function actionsOf(
  level: WarningLevel,
  { handoff, session, failure }: Written,
  { key: folder }: WarnedFolder,
): readonly Action[] {
  const target: CommandTarget = { folder };
  const create = action(l10n.t('Create Handoff'), 'ninefold.createHandoff', target);
  const snooze = action(l10n.t('Snooze'), 'ninefold.snoozeWarnings', target);
  if (failure !== null) return [create, action(l10n.t('Show Log'), 'ninefold.showLog')];
  if (level === 'warning') {
    return [
      action(l10n.t('Continue in a New Session'), 'ninefold.continueSession', target),
      create,
      snooze,
      { title: l10n.t("Don't Show Again"), run: silence },
    ];
  }
  const silencing = level === 'suggest' ? [snooze] : [];
  if (session !== null) {
    const document = Uri.file(session.file);
    return [
      action(l10n.t('Continue in a New Session'), 'ninefold.continueSession', target),
      { title: l10n.t('Open Handoff'), run: () => commands.executeCommand('vscode.open', document) },
      ...silencing,
    ];
  }
  if (handoff === null) {
    return [action(l10n.t('Start Workflow…'), 'ninefold.startWorkflow', target), ...silencing];
  }
  const workflow: CommandTarget = { folder, workflow: handoff.state.id };
  return [
    action(l10n.t('Continue in a New Session'), 'ninefold.continueSession', workflow),
    action(l10n.t('Open Handoff'), 'ninefold.openHandoff', workflow),
    ...silencing,
  ];
}

function action(title: string, command: CommandId, ...args: readonly CommandTarget[]): Action {
  return { title, run: () => runCommand(command, ...args) };
}

/** *Don't Show Again*: only required handoffs notify from now on. */
async function silence(): Promise<void> {
  await writeUserSetting('ninefold.notifications', 'force');
  showBriefly('check', l10n.t('Ninefold now notifies only about required handoffs.'));
}
