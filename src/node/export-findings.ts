/** What is wrong, repaired or doubtful in an export that is open in an editor, and why it wouldn't be taken in. */

import { NinefoldError } from '../core/errors.ts';
import { exportSchema } from '../core/exports/export-schemas.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
  workflowFile,
} from '../core/exports/exports.ts';
import type { Phrase } from '../core/meter/meter-words.ts';
import { PROPOSAL_FILES, propose } from '../core/proposals/proposal.ts';
import { refusalPhrase } from '../core/proposals/report-words.ts';
import { readToon } from '../core/toon/read-toon.ts';
import { TOON_WORDS } from '../core/toon/toon-finding.ts';
import type { ToonEdit, ToonSeverity } from '../core/toon/toon-finding.ts';
import type { OpenFolder } from './open-folder.ts';

export interface ExportFinding {
  readonly severity: ToonSeverity | 'refusal';
  readonly code: string;
  readonly words: Phrase;
  /** From 1, as are the columns; the end exclusive. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly edits: readonly ToonEdit[];
}

/** @returns undefined where the file is no export of this state root */
export async function exportFindings(
  open: OpenFolder,
  file: string,
  text: string,
): Promise<readonly ExportFinding[] | undefined> {
  const name = await exportNameOf(open, file);
  if (name === undefined) return undefined;
  const base = await exportText(open, file);
  const schema = exportSchema(name);
  const revision = base === undefined ? undefined : Number(readToon(base, { schema }).value?.revision);
  const { findings } = readToon(text, { schema, ...(revision === undefined ? {} : { revision }) });
  const known = new Set((base ?? '').split('\n'));
  const lines = text.split(/\r\n|\r|\n/);
  const own = findings
    .filter(({ severity, line }) => severity !== 'doubt' || !known.has(lines[line - 1] ?? ''))
    .map(({ parameters, code, ...finding }) => ({
      ...finding,
      code,
      words: { template: TOON_WORDS[code], parameters },
    }));
  return base === undefined ? own : [...own, ...refusalsOf({ name, text, base }, lines)];
}

/** What Ninefold would write there now; undefined where it would write nothing, or the state can't be read. */
export async function exportText(open: OpenFolder, file: string): Promise<string | undefined> {
  const { service } = open;
  const name = await exportNameOf(open, file);
  if (name === undefined) return undefined;
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

function refusalsOf(
  question: Parameters<typeof propose>[0],
  lines: readonly string[],
): readonly ExportFinding[] {
  if (!PROPOSAL_FILES.includes(question.name)) return [];
  return propose(question)
    .refusals.filter(({ code }) => code !== 'unreadable')
    .map((refusal) => {
      const line = refusal.line ?? 1;
      const text = lines[line - 1] ?? '';
      const column = text.length - text.trimStart().length + 1;
      return {
        severity: 'refusal',
        code: refusal.code,
        words: refusalPhrase(refusal),
        line,
        column,
        endColumn: Math.max(column, text.trimEnd().length + 1),
        edits: [],
      };
    });
}
