import { commands, l10n, Uri } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { assumptionOf, spokenLevel } from '../../core/meter/assumed-window.ts';
import { groupThousands, shortTokens } from '../../core/meter/format-tokens.ts';
import { levelPhrase, nearEndPhrase } from '../../core/meter/level-words.ts';
import { WARNING_LEVELS, isWarningLevel } from '../../core/meter/levels.ts';
import type { WarningLevel } from '../../core/meter/levels.ts';
import { LARGE_WINDOW, STANDARD_WINDOW } from '../../core/meter/model-windows.ts';
import { canNotify, shownKey } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { preview } from '../commands/preview.ts';
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

interface OpenMessage {
  readonly shown: Thenable<unknown>;
  readonly level: WarningLevel;
  /** Key of the folder. */
  readonly folder: string;
}

interface Action {
  readonly title: string;
  /** In a notification without room for {@link title}; null to leave it out there. Absent: the title is short. */
  readonly short?: string | null;
  readonly run: () => Thenable<unknown>;
}

/** Shows one notification for a session, replaced as its level rises, and hidden once its reason is gone. A silenced level isn't shown but still saves. */
export class LevelMessages {
  readonly #reporter: Reporter;
  /** The open notification of each session. */
  readonly #open = new Map<string, OpenMessage>();

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
    if (this.#open.has(session)) await hideToasts();
    const actions = fitting(windowActions(reading, folder), actionsOf(level, written, folder));
    const titles = actions.map(({ title }) => title);
    const shown =
      spokenLevel(reading) === 'force' ? showError(text, ...titles) : showWarning(text, ...titles);
    this.#open.set(session, { shown, level, folder: folder.key });
    void this.#answer(shown, actions, session);
  }

  /**
   * Hides the notifications about a folder whose reason is gone: the session fell below the level, ended, or gave way
   * to another.
   *
   * @param folder its key
   * @param reading of the folder's session; null if there is none
   */
  async withdraw(folder: string, reading: Reading | null): Promise<void> {
    const gone = [...this.#open].filter(
      ([session, open]) => open.folder === folder && !isStillTrue(session, open.level, reading),
    );
    if (gone.length === 0) return;
    for (const [session] of gone) this.#open.delete(session);
    await hideToasts();
  }

  async #answer(
    shown: Thenable<string | undefined>,
    actions: readonly Action[],
    session: string,
  ): Promise<void> {
    try {
      const chosen = await shown;
      if (this.#open.get(session)?.shown === shown) this.#open.delete(session);
      await actions.find(({ title }) => title === chosen)?.run();
    } catch (error) {
      await this.#reporter.show(error);
    }
  }
}

/** VS Code hides toasts only together; they stay in its list, and their buttons keep working. */
function hideToasts(): Thenable<unknown> {
  return commands.executeCommand('notifications.hideToasts');
}

/** A reading whose level is unknown contradicts nothing. */
function isStillTrue(session: string, announced: WarningLevel, reading: Reading | null): boolean {
  if (reading === null || !canNotify(reading) || shownKey(reading) !== session) return false;
  const { level } = reading;
  if (level === 'unknown') return true;
  return isWarningLevel(level) && WARNING_LEVELS.indexOf(level) >= WARNING_LEVELS.indexOf(announced);
}

/** A notification has room for some 48 characters on its buttons; VS Code cuts off the rest. */
const ROOM = 48;

/** Returns the actions as a notification has room for them, those of the window first. */
function fitting(windows: readonly Action[], actions: readonly Action[]): readonly Action[] {
  const all = [...windows, ...actions];
  if (all.reduce((sum, { title }) => sum + title.length, 0) <= ROOM) return all;
  const short = all.map(({ short: title, ...one }) => ({ ...one, title: title ?? one.title }));
  if (windows.length === 0) return short;
  return short.filter((_, at) => all[at]?.short !== null);
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
      continueIn(target),
      { ...create, short: null },
      snooze,
      { title: l10n.t("Don't Show Again"), short: null, run: silence },
    ];
  }
  const silencing = level === 'suggest' ? [snooze] : [];
  if (session !== null) {
    const document = Uri.file(session.file);
    const open = { title: l10n.t('Open Handoff'), short: null, run: () => preview(document) };
    return [continueIn(target), open, ...silencing];
  }
  if (handoff === null) {
    return [action(l10n.t('Start Workflow…'), 'ninefold.startWorkflow', target), ...silencing];
  }
  const workflow: CommandTarget = { folder, workflow: handoff.state.id };
  const open = { ...action(l10n.t('Open Handoff'), 'ninefold.openHandoff', workflow), short: null };
  return [continueIn(workflow), open, ...silencing];
}

function continueIn(target: CommandTarget): Action {
  const title = l10n.t('Continue in a New Session');
  return { ...action(title, 'ninefold.continueSession', target), short: l10n.t('New Session') };
}

function action(title: string, command: CommandId, ...args: readonly CommandTarget[]): Action {
  return { title, run: () => runCommand(command, ...args) };
}

/** *Don't Show Again*: only required handoffs notify from now on. */
async function silence(): Promise<void> {
  await writeUserSetting('ninefold.notifications', 'force');
  showBriefly('check', l10n.t('Ninefold now notifies only about required handoffs.'));
}
