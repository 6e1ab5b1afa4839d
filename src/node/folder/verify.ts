/** Reads state and TOON strictly: what is wrong, and where. */

import { lstat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { exportSchema } from '../../core/exports/export-schemas.ts';
import { EXPORT_SCHEMA } from '../../core/exports/toon.ts';
import { journalFaults } from '../../core/journal/journal-format.ts';
import { isSegmentsMarker } from '../../core/merge/segment-names.ts';
import { currentSessionSchema } from '../../core/session/current-session.ts';
import { failureText } from '../../core/failures/failures.ts';
import { formatMessage } from '../../core/messages.ts';
import { parseJson } from '../../core/text/well-formed.ts';
import { readForeignToon } from '../../core/migrations/fenced-export.ts';
import { readToon } from '../../core/toon/read-toon.ts';
import { TOON_WORDS } from '../../core/toon/toon-finding.ts';
import { readText } from '../files/safe-read.ts';
import { requirePersonsTarget } from '../git/persons-link.ts';
import { passedOver } from './passed-over.ts';
import { refusedFiles } from './refused-files.ts';
import { encodingFault, readJournalFile } from '../journal/journal-file.ts';
import { journalFiles } from '../journal/segment-list.ts';
import type { JournalBytes } from '../journal/journal-file.ts';
import { RULES_FILE, parseRules } from '../rules/rules-file.ts';
import type { UnknownRule } from '../rules/rules-file.ts';
import type { OpenFolder } from './open-folder.ts';
import { refusals } from './state-readers.ts';
import { SESSION_FILE } from '../state/session-record.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { isAbsence, reasonOf } from '../files/system-error.ts';

export interface Fault {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

const EXPORT_NAMES = [WORKFLOW_STATE_FILE, SESSION_CONTEXT_FILE, DECISIONS_FILE];
/** Marks a document of ours, at its beginning. */
const OURS = new RegExp(`^schema: ${EXPORT_SCHEMA}`, 'm');

/**
 * Lists a project's existing files for workflows `ids`, including the applicable rules and anything in the state that
 * isn't a plain file.
 */
export async function stateFiles(layout: StateLayout, ids: readonly string[]): Promise<readonly string[]> {
  const own = ids.flatMap((id) => (['json', 'toon'] as const).map((ending) => workflowFile(id, ending)));
  const journals = (await Promise.all(ids.map((id) => journalFiles(layout, id)))).flat();
  const names = [
    RULES_FILE,
    SESSION_FILE,
    WORKFLOW_STATE_FILE,
    SESSION_CONTEXT_FILE,
    DECISIONS_FILE,
    ...journals,
    ...own,
  ];
  const paths = names.map((name) => layout.absolute(name));
  const found = await Promise.all(paths.map(async (path) => ((await isThere(path)) ? [path] : [])));
  const refused = (await refusedFiles(layout)).map(({ parameters }) => String(parameters.path));
  return [...new Set([...found.flat(), ...refused])];
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** The files that were read, and their faults. */
export interface Verified {
  /** Number of files read strictly. */
  readonly files: number;
  readonly faults: readonly Fault[];
}

/**
 * Reads all state of a folder: each file strictly, and every kind with the reader that commands use, so that nothing
 * is refused that isn't reported here.
 */
export async function verifyState(folder: OpenFolder, home: string): Promise<Verified> {
  const { layout, service } = folder;
  const ids = await service.ports.journals.listIds();
  const paths = await stateFiles(layout, ids);
  const journals = new Map<string, string>();
  for (const id of ids) {
    for (const path of await journalFiles(layout, id)) journals.set(layout.absolute(path), id);
  }
  const strict = await Promise.all(
    paths.map((path) =>
      verifyFile(path, journals.get(path)).catch((error: unknown) => [faultOf(path, error)]),
    ),
  );
  const refused = (await refusals({ ...folder, home, ids })).map((error) => faultOfRefusal(layout, error));
  const faults = strict.flat();
  // Don't repeat in other words what the strict reading reported.
  const ignored = (await passedOver(layout, Date.now())).map(({ file, reason }) => ({
    file,
    line: 1,
    message: reason,
  }));
  const more = [...refused, ...ignored].filter(({ file }) => !faults.some((fault) => fault.file === file));
  return { files: paths.length, faults: [...faults, ...distinct(more)] };
}

function distinct(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

/** A refusal names its file as people do, relative to the folder, or absolute. */
function faultOfRefusal({ folder, root }: StateLayout, error: NinefoldError): Fault {
  const { file, path = root } = error.parameters;
  return faultOf(resolve(folder, String(file ?? path)), error);
}

/**
 * Reads one file strictly.
 *
 * @param workflow required id of a journal; defaults to that of its start
 * @throws file-missing, file-unreadable
 */
export async function verifyFile(path: string, workflow?: string): Promise<readonly Fault[]> {
  const name = basename(path);
  const isSegment = basename(dirname(path)).endsWith('.journal') && name.endsWith('.jsonl');
  if (isSegment || name.endsWith('.journal.jsonl')) return verifyJournal(path, workflow, isSegment);
  let text: string | undefined;
  try {
    // A person's own link counts as its target.
    const allows = (target: string): Promise<void> => requirePersonsTarget(path, dirname(path), target);
    text = await readText(name === RULES_FILE ? { path, kind: 'rules', allows } : { path, kind: 'derived' });
  } catch (error) {
    return [faultOf(path, error)];
  }
  if (text === undefined) throw new NinefoldError('file-missing', { path });
  if (name === RULES_FILE) return verifyRules(text, path);
  if (name.endsWith('.json')) return verifyJson(text, path);
  return verifyToon(text, path);
}

/** Every line that isn't the event expected there, and an incomplete last line. */
async function verifyJournal(
  path: string,
  workflow: string | undefined,
  isSegment: boolean,
): Promise<readonly Fault[]> {
  let bytes: JournalBytes | undefined;
  try {
    bytes = await readJournalFile(path, { file: path });
  } catch (error) {
    return [faultOf(path, error)];
  }
  if (bytes === undefined) throw new NinefoldError('file-missing', { path });
  const { whole, torn } = bytes;
  const encoding = encodingFault(whole);
  const text = whole.toString('utf8') + torn.toString('utf8');
  if (workflow !== undefined && isSegmentsMarker(text, workflow)) return [];
  const source = { file: path, isSegment, ...(workflow === undefined ? {} : { workflow }) };
  const lines = journalFaults(text, source);
  const faults = encoding === undefined ? lines : [encoding, ...lines];
  return faults
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, reason }) => ({ file: path, line, message: reason }));
}

/** Turns a refusal into a fault of the file. */
function faultOf(file: string, error: unknown): Fault {
  if (!NinefoldError.is(error)) throw error;
  const { line = 1, version, reason = failureText(error, 'cli') } = error.parameters;
  const words = error.code === 'file-unreadable' ? `can't be read (${reason})` : String(reason);
  const message = version === undefined ? words : `written by a newer Ninefold (version ${version})`;
  return { file, line: Number(line), message };
}

function verifyRules(text: string, path: string): readonly Fault[] {
  let unknown: readonly UnknownRule[] = [];
  const faults = ofNinefold(path, () => ({ unknown } = parseRules(text, path)));
  const messages = unknown.map(({ key, line }) => ({
    file: path,
    line,
    message: `unknown rule '${key}' is ignored`,
  }));
  return [...faults, ...messages];
}

function ofNinefold(path: string, read: () => void): readonly Fault[] {
  try {
    read();
    return [];
  } catch (error) {
    return [faultOf(path, error)];
  }
}

function verifyJson(text: string, path: string): readonly Fault[] {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    return [{ file: path, line: 1, message: `not JSON: ${reasonOf(error)}` }];
  }
  // In the user's own root, the name carries the project.
  const isSession = basename(dirname(path)) === 'sessions' && /(?:^|-)current\.json$/.test(basename(path));
  if (!isSession) return [];
  const parsed = currentSessionSchema.safeParse(value);
  if (parsed.success) return [];
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  return [{ file: path, line: 1, message: `'${where}' is invalid` }];
}

/** Findings of the tolerant reader: problems, and possible repairs. */
function verifyToon(text: string, path: string): readonly Fault[] {
  const schema = OURS.test(text) ? exportSchema(exportName(path)) : undefined;
  const { findings } = schema === undefined ? readForeignToon(text) : readToon(text, { schema });
  return findings
    .filter(({ severity }) => severity !== 'doubt')
    .map(({ line, code, parameters }) => ({
      file: path,
      line,
      message: formatMessage(TOON_WORDS[code], parameters),
    }));
}

/** In the user's own root, the names carry the project. */
function exportName(path: string): string {
  const name = basename(path);
  return EXPORT_NAMES.find((known) => name === known || name.endsWith(`-${known}`)) ?? name;
}
