/** User-facing messages: translated phrases, and failures with remedies. */

import { isAbsolute } from 'node:path';

import { CancellationError, commands, l10n, Range, Uri, workspace } from 'vscode';

import { NinefoldError } from '../core/errors.ts';
import { markdownOf } from '../core/handoff/markdown.ts';
import type { MessageParameters } from '../core/messages.ts';
import type { Phrase } from '../core/meter/meter-words.ts';
import { LACK_WORDS } from '../core/workflow/evidence-words.ts';
import type { MissingEvidence } from '../core/workflow/state.ts';
import type { CommandId } from './contributions.ts';
import { loadFailures } from './failures.ts';
import type { Log } from './log.ts';
import { showError } from './notices.ts';
import { asSentence } from './sentence.ts';

/** Translates a phrase of the core. */
export function translate({ template, parameters }: Phrase): string {
  return l10n.t(template, { ...parameters });
}

/** Translates what an approval lacks, as a sentence. */
export function translateLack(lack: MissingEvidence): string {
  return asSentence(l10n.t(LACK_WORDS[lack]));
}

/** Translates a phrase to Markdown; its parameters are escaped. */
export function translateMarkdown(phrase: Phrase): string {
  return translate(markdownOf(phrase));
}

/** Translates phrases and joins them. */
export function translateAll(phrases: readonly Phrase[], separator: string): string {
  return phrases.map(translate).join(separator);
}

/** Formats an expected failure as a sentence: what happened; what to do. */
export async function errorText(error: NinefoldError): Promise<string> {
  const { failureTemplate } = await loadFailures();
  const template = failureTemplate(error.code, 'window');
  return asSentence(l10n.t(template, forReaders(error.parameters)), template);
}

/** Shows a workspace file by its relative path, as the Explorer does, and translates a reason that a table words. */
function forReaders(parameters: MessageParameters): Record<string, string | number> {
  const { file, reason } = parameters;
  return {
    ...parameters,
    ...(typeof file === 'string' ? { file: workspace.asRelativePath(file) } : {}),
    ...(typeof reason === 'string' ? { reason: l10n.t(reason) } : {}),
  };
}

/** A button of a notification and its command. */
interface Remedy {
  readonly title: string;
  readonly command: CommandId | 'workbench.trust.manage' | 'vscode.openFolder' | 'vscode.open';
  readonly args?: readonly unknown[];
}

/** Shows failures to the user. Logs unexpected errors in full and shows one sentence. */
export class Reporter {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Shows a failure; ignores cancellations. Never throws. */
  async show(error: unknown): Promise<void> {
    if (error instanceof CancellationError) return;
    if (!NinefoldError.is(error)) {
      await this.#showUnexpected(error);
      return;
    }
    this.#log.warn(`${error.code} ${JSON.stringify(error.parameters)}`);
    let text: string;
    try {
      text = await errorText(error);
    } catch (unloaded) {
      await this.#showUnexpected(unloaded);
      return;
    }
    await this.#offer(text, remediesFor(error));
  }

  /** Logs a failure of background work without showing it. */
  note(what: string, error: unknown): void {
    if (NinefoldError.is(error)) this.#log.warn(`${what}: ${error.code} ${JSON.stringify(error.parameters)}`);
    else this.#log.error(what, error);
  }

  async #showUnexpected(error: unknown): Promise<void> {
    this.#log.error('unexpected', error);
    await this.#offer(l10n.t('An unexpected error occurred. See the log for details.'), [showLog()]);
  }

  async #offer(message: string, remedies: readonly Remedy[]): Promise<void> {
    const chosen = await showError(message, ...remedies.map(({ title }) => title));
    const remedy = remedies.find(({ title }) => title === chosen);
    if (remedy !== undefined) await commands.executeCommand(remedy.command, ...(remedy.args ?? []));
  }
}

function remediesFor({ code, parameters }: NinefoldError): readonly Remedy[] {
  switch (code) {
    case 'workflow-none-chosen':
      return [{ title: l10n.t('Switch Workflow…'), command: 'ninefold.switchWorkflow' }];
    case 'workflow-none-active':
      return [
        { title: l10n.t('Start Workflow…'), command: 'ninefold.startWorkflow' },
        { title: l10n.t('Switch Workflow…'), command: 'ninefold.switchWorkflow' },
      ];
    case 'handoff-none':
      return [{ title: l10n.t('Create Handoff'), command: 'ninefold.createHandoff' }];
    case 'agent-not-started':
      return [{ title: l10n.t('Continue With…'), command: 'ninefold.continueSessionWith' }];
    case 'folder-none':
      return [{ title: l10n.t('Open Folder…'), command: 'vscode.openFolder' }];
    case 'untrusted':
      return [{ title: l10n.t('Manage Trust'), command: 'workbench.trust.manage' }];
    case 'state-damaged':
      return [
        { title: l10n.t('Recover Workflow…'), command: 'ninefold.recoverWorkflow' },
        { title: l10n.t('Open Journal'), command: 'ninefold.openJournal' },
        showLog(),
      ];
    case 'rules-invalid':
      return [{ title: l10n.t('Open Rules'), command: 'ninefold.openRules' }];
    case 'file-damaged':
      return [...openFile(parameters), showLog()];
    case 'state-newer':
    case 'event-newer':
    case 'file-unreadable':
      return [showLog()];
    default:
      return [];
  }
}

/** Opens the file that a failure names, at its line. */
function openFile({ file, line = 1 }: MessageParameters): readonly Remedy[] {
  if (typeof file !== 'string' || !isAbsolute(file)) return [];
  const index = Math.max(0, Number(line) - 1);
  const selection = new Range(index, 0, index, 0);
  return [{ title: l10n.t('Open File'), command: 'vscode.open', args: [Uri.file(file), { selection }] }];
}

function showLog(): Remedy {
  return { title: l10n.t('Show Log'), command: 'ninefold.showLog' };
}
