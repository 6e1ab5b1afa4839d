import { homedir, release } from 'node:os';

import { env, extensions, l10n, version, workspace } from 'vscode';

import type { FolderDiagnostics } from '../../core/diagnostics/diagnostics.ts';
import { NinefoldError } from '../../core/errors.ts';
import { EXTENSION_ID, SETTINGS } from '../contributions.ts';
import type { SettingId } from '../contributions.ts';
import { loadEngine } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { readSetting } from '../registration/settings.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/** Creates the troubleshooting commands. @param workspaceModel each of its folders is reported */
export function diagnosticsCommands(
  context: CommandContext,
  workspaceModel: WorkspaceModel,
): CommandHandlers {
  return {
    'ninefold.showLog': () => context.log.show(),
    'ninefold.copyDiagnostics': () => copy(context, workspaceModel),
  };
}

async function copy({ reading, searches, log }: CommandContext, { all }: WorkspaceModel): Promise<void> {
  const { diagnosticsText, lazyRedactor } = await loadEngine();
  const text = diagnosticsText({
    versions: versions(),
    isTrusted: workspace.isTrusted,
    settings: Object.fromEntries(Object.keys(SETTINGS).map((id) => [id, readSetting(id as SettingId)])),
    folders: await Promise.all(all.map(examine)),
    reading: reading.value,
    look: searches.lines,
    log: log.lines,
    home: homedir(),
  });
  await env.clipboard.writeText((await lazyRedactor.redact(text)).text);
  confirmBriefly(l10n.t('Diagnostics copied, without names, tasks, or secrets'));
}

function versions(): readonly string[] {
  const manifest: unknown = extensions.getExtension(EXTENSION_ID)?.packageJSON;
  const own =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return [
    `Ninefold ${String(own)}`,
    `${env.appName} ${version} (${env.appHost}${env.remoteName === undefined ? '' : `, ${env.remoteName}`})`,
    `Node ${process.versions.node}, ${process.platform} ${process.arch} ${release()}`,
  ];
}

/** Unreadable state is reported rather than thrown. */
async function examine(controller: FolderController): Promise<FolderDiagnostics> {
  const folder = controller.folder.uri.fsPath;
  const shows = controller.snapshot.kind;
  try {
    const { root, service } = await controller.opened();
    const { states, failures } = await service.list();
    const codes = failures.map(codeOf);
    return { folder, root, shows, active: await service.activeId(), workflows: states, failures: codes };
  } catch (error) {
    return { folder, root: null, shows, active: null, workflows: [], failures: [codeOf(error)] };
  }
}

function codeOf(error: unknown): string {
  return NinefoldError.is(error) ? `${error.code} ${JSON.stringify(error.parameters)}` : String(error);
}
