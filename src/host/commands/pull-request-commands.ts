import { join } from 'node:path';

import { commands, env, extensions, l10n } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import { loadEngine } from '../engine.ts';
import { showInformation } from '../notices.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { fileOf } from '../tree/row-guards.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/** GitHub's extension, and its command; it takes no text. */
const GITHUB = { extension: 'GitHub.vscode-pull-request-github', command: 'pr.create' };

/** Creates the command that hands the document of phase 9 to GitHub's extension, or to the clipboard. */
export function pullRequestCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.createPullRequest': (row) => createPullRequest(context, fileOf(row)),
  };
}

/** @throws NinefoldError file-missing, path-outside */
async function createPullRequest({ model }: CommandContext, file: string | undefined): Promise<void> {
  const { folder, service } = await model.readable();
  if (file === undefined) return;
  const { exists } = (await service.ports.workspace.files([file]))[file] ?? { exists: false };
  if (!exists) throw new NinefoldError('file-missing', { path: file });
  const { readDocument } = await loadEngine();
  const text = await readDocument(join(folder, ...file.split('/')));
  if (text === undefined) throw new NinefoldError('file-missing', { path: file });
  await env.clipboard.writeText(text);
  if (extensions.getExtension(GITHUB.extension) === undefined) {
    confirmBriefly(l10n.t('Pull request text copied'));
    return;
  }
  await commands.executeCommand(GITHUB.command);
  void showInformation(l10n.t('The text is on the clipboard: paste it as the description.'));
}
