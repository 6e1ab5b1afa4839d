import { l10n, ProgressLocation, window } from 'vscode';

import { loadContextModule } from '../../node/context/load-context.ts';
import type { ContextOutcome, ScanProgress } from '../../node/context/context-loader.ts';
import { PHASES_VIEW } from '../contributions.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import type { CommandContext } from './command-context.ts';
import { showInformation } from '../notices.ts';

/** Commands about what the code says of the project. */
export function contextCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.refreshContext': () => refreshContext(context),
  };
}

/** In a notification as well as in the view, because the progress of a view can't be cancelled. */
async function refreshContext({ model, reporter }: CommandContext): Promise<void> {
  const open = await model.writable();
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Looking at the project'),
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
    ? l10n.t('{count} files found', { count: done })
    : l10n.t('{done} of {total} files read', { done, total: total ?? done });
}

function foundText({ context, patterns, kept }: ContextOutcome): string {
  const { name } = context;
  const stack = context.stack.join(', ');
  const found =
    stack === ''
      ? l10n.t('{name}: neither a manifest nor source files to go by.', { name })
      : patterns.length === 0
        ? l10n.t('{name}: {stack}; no pattern, because there is too little code, or it follows none.', {
            name,
            stack,
          })
        : l10n.t('{name}: {stack}; patterns: {patterns}.', {
            name,
            stack,
            patterns: patterns.map(({ type }) => type).join(', '),
          });
  if (kept.length === 0) return found;
  return `${found} ${l10n.t('Left as somebody edited it: {files}.', { files: kept.join(', ') })}`;
}
