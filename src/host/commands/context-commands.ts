import { l10n, ProgressLocation, window } from 'vscode';

import { loadContextModule } from '../../node/context/load-context.ts';
import type { ContextOutcome, ScanProgress } from '../../node/context/context-loader.ts';
import { PHASES_VIEW } from '../contributions.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import type { CommandContext } from './command-context.ts';
import { showInformation } from '../notices.ts';

/** Creates the commands for the project context. */
export function contextCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.refreshContext': () => refreshContext(context),
  };
}

/** Shown in a notification too, because progress in a view can't be cancelled. */
async function refreshContext({ model, reporter }: CommandContext): Promise<void> {
  const open = await model.writable();
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Scanning the project'),
    cancellable: true,
  };
  const look = window.withProgress(options, async (progress, token) => {
    const { loadProjectContext } = await loadContextModule();
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      const onProgress = (scan: ScanProgress): void => progress.report({ message: progressText(scan) });
      return await loadProjectContext(open, { refresh: true, signal: abort.signal, onProgress });
    } finally {
      listener.dispose();
    }
  });
  const outcome = await window.withProgress({ location: { viewId: PHASES_VIEW } }, () => look);
  if (outcome === undefined) return;
  await model.refresh();
  void showInformation(foundText(outcome));
  if (outcome.exportFailure !== null) void reporter.show(outcome.exportFailure);
}

function progressText({ stage, done, total }: ScanProgress): string {
  return stage === 'listing'
    ? l10n.t('Found {count} files', { count: done })
    : l10n.t('Read {done} of {total} files', { done, total: total ?? done });
}

function foundText({ context, patterns, kept }: ContextOutcome): string {
  const { name } = context;
  const stack = context.stack.join(', ');
  const found =
    stack === ''
      ? l10n.t('{name}: no manifest or source files found.', { name })
      : patterns.length === 0
        ? l10n.t(
            "{name}: {stack}. No patterns found: there's too little code, or no consistent convention.",
            {
              name,
              stack,
            },
          )
        : l10n.t('{name}: {stack}. Patterns: {patterns}.', {
            name,
            stack,
            patterns: patterns.map(({ type }) => type).join(', '),
          });
  if (kept.length === 0) return found;
  return `${found} ${l10n.t('Edited by hand, left unchanged: {files}.', { files: kept.join(', ') })}`;
}
