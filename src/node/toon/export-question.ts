/** Determines which export of a state root a file is, and what Ninefold would write there now. */

import { NinefoldError } from '../../core/errors.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import type { ExportQuestion } from '../../core/proposals/document-findings.ts';
import type { OpenFolder } from '../folder/open-folder.ts';

/**
 * Describes the export.
 *
 * @returns undefined if the file isn't an export of this state root
 */
export async function exportQuestion(open: OpenFolder, file: string): Promise<ExportQuestion | undefined> {
  const name = await exportNameOf(open, file);
  return name === undefined ? undefined : { name, base: await exportText(open, name) };
}

async function exportText({ service }: OpenFolder, name: string): Promise<string | undefined> {
  try {
    const id = /^state\/workflows\/(.+)\.toon$/.exec(name)?.[1] ?? (await service.activeId());
    if (id === null) return undefined;
    const made = (await service.makeExports(id)).find(({ path }) => path === name);
    return made?.text(service.ports.clock.now());
  } catch (error) {
    if (NinefoldError.is(error)) return undefined;
    throw error;
  }
}

async function exportNameOf({ layout, service }: OpenFolder, file: string): Promise<string | undefined> {
  const root = [WORKFLOW_STATE_FILE, SESSION_CONTEXT_FILE, DECISIONS_FILE];
  const known = root.find((name) => layout.absolute(name) === file);
  if (known !== undefined) return known;
  const ids = await service.ports.journals.listIds();
  return ids.map((id) => workflowFile(id, 'toon')).find((name) => layout.absolute(name) === file);
}
