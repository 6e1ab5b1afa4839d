import { basename } from 'node:path';

import { l10n } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { STANDARD_WINDOW } from '../../core/meter/model-windows.ts';
import {
  clearReportedTokens,
  parseTokens,
  parseWindow,
  reportTokens,
} from '../../core/session/report-tokens.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { askLine } from './ask.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { selectedFiles } from './selected-files.ts';
import { pickOne } from '../quick-input.ts';

/** Creates the commands for token usage set by hand and for the working set. */
export function meterCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.setTokenUsage': () => setTokenUsage(context),
    'ninefold.clearTokenUsage': () => clearTokenUsage(context),
    'ninefold.pinFile': (uri, uris) => pin(context, uri, uris),
    'ninefold.unpinFile': (uri, uris) => unpin(context, uri, uris),
  };
}

async function setTokenUsage({ model, reading }: CommandContext): Promise<void> {
  const { service } = await model.writable();
  const { value } = reading;
  const tokens = await askLine({
    title: l10n.t('Set Token Usage (1/2)'),
    prompt: l10n.t('How many tokens of its context window has the agent used?'),
    ...(value?.tokens == null ? {} : { value: String(value.tokens) }),
    check: parseTokens,
  });
  if (tokens === undefined) return;
  const size = await askLine({
    title: l10n.t('Set Token Usage (2/2)'),
    prompt: l10n.t('How large is the context window, in tokens?'),
    value: String(value?.window ?? STANDARD_WINDOW),
    check: parseWindow,
  });
  if (size === undefined) return;
  const report = { tokens: parseTokens(tokens), window: parseWindow(size), sessionId: null };
  await reportTokens(service.ports, report);
  await model.refresh();
  confirmBriefly(l10n.t('Token usage set'));
}

async function clearTokenUsage({ model }: CommandContext): Promise<void> {
  const { service } = await model.writable();
  const wasThere = await clearReportedTokens(service.ports);
  await model.refresh();
  confirmBriefly(wasThere ? l10n.t('Token usage cleared') : l10n.t("Token usage wasn't set"));
}

async function pin({ pins }: CommandContext, uri: unknown, uris: unknown): Promise<void> {
  const paths = filesOnDisk(uri, uris);
  if (paths.length === 0) throw new NinefoldError('path-invalid', { path: l10n.t('no file') });
  await pins.pin(paths);
  confirmBriefly(l10n.t('Pinned to the working set'));
}

/** Unpins the given files; from the palette, the active editor's file if pinned, otherwise a picked one. */
async function unpin({ pins }: CommandContext, uri: unknown, uris: unknown): Promise<void> {
  const given = filesOnDisk(uri, uris).filter((path) => pins.paths.includes(path));
  const paths = given.length > 0 || uri !== undefined ? given : await pickPinned(pins.paths);
  if (paths.length === 0) return;
  await pins.unpin(paths);
  confirmBriefly(l10n.t('Unpinned from the working set'));
}

function filesOnDisk(uri: unknown, uris: unknown): readonly string[] {
  return selectedFiles(uri, uris)
    .filter(({ scheme }) => scheme === 'file')
    .map(({ fsPath }) => fsPath);
}

async function pickPinned(paths: readonly string[]): Promise<readonly string[]> {
  const items = paths.map((path) => ({ label: basename(path), description: path, path }));
  const placeHolder = items.length === 0 ? l10n.t('No file is pinned') : l10n.t('Select a pinned file');
  const chosen = await pickOne(items, {
    title: l10n.t('Unpin File from Working Set'),
    placeHolder,
  });
  return chosen === undefined ? [] : [chosen.path];
}
