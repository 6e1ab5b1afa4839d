/**
 * Diagnostics as text that is safe to share: no names, tasks, or document contents. Paths are relative to the home
 * folder; the redactor removes secrets.
 */

import type { Reading } from '../meter/reading.ts';
import type { WorkflowState } from '../workflow/state.ts';

export interface FolderDiagnostics {
  /** Absolute. */
  readonly folder: string;
  /** Absolute; null if the folder couldn't be opened. */
  readonly root: string | null;
  /** What the views show: `workflow`, `empty`, `damaged` … */
  readonly shows: string;
  readonly active: string | null;
  readonly workflows: readonly Pick<WorkflowState, 'id' | 'status' | 'current' | 'revision' | 'sessions'>[];
  /** Codes and parameters of failures. */
  readonly failures: readonly string[];
}

export interface DiagnosticFacts {
  /** `Ninefold 0.1.0` and the like, one fact each. */
  readonly versions: readonly string[];
  readonly isTrusted: boolean;
  readonly settings: Readonly<Record<string, string | boolean>>;
  readonly folders: readonly FolderDiagnostics[];
  readonly reading: Reading | null;
  /** Result of the last session search. */
  readonly look: readonly string[];
  /** The log's last lines. */
  readonly log: readonly string[];
  readonly home: string;
}

/** Formats the facts as text, with the home folder as `~`. */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { versions, isTrusted, settings, folders, reading, look, log, home } = facts;
  const lines = [
    ...versions,
    `Workspace trusted: ${isTrusted ? 'yes' : 'no'}`,
    '',
    'Settings',
    ...Object.entries(settings).map(([id, value]) => `  ${id}: ${JSON.stringify(value)}`),
    ...folders.flatMap(folderLines),
    '',
    'Meter',
    `  ${reading === null ? 'no reading' : readingLine(reading)}`,
    ...section('Sessions', look),
    ...section('Log', log),
  ];
  return `${withoutHome(lines.join('\n'), home)}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', title, ...(lines.length === 0 ? ['  none'] : lines.map((line) => `  ${line}`))];
}

function folderLines(folder: FolderDiagnostics, index: number): readonly string[] {
  const { workflows, failures, active } = folder;
  return [
    '',
    `Folder ${index + 1}: ${folder.folder}`,
    `  State root: ${rootOf(folder)}`,
    `  Shows: ${folder.shows}`,
    `  Active: ${active ?? 'none'}`,
    ...workflows.map(
      ({ id, status, current, revision, sessions }) =>
        `  Workflow ${id}: ${status}, phase ${current}, revision ${revision}, ${sessions.length} sessions`,
    ),
    ...failures.map((failure) => `  Failure: ${failure}`),
  ];
}

function rootOf({ folder, root }: FolderDiagnostics): string {
  if (root === null) return 'not found';
  const inside = root.startsWith(folder) && /^[/\\]/.test(root.slice(folder.length));
  return inside ? root.slice(folder.length + 1) : root;
}

/** All figures of the reading, without the compactions, which don't fit a line. */
function readingLine(reading: Reading): string {
  return JSON.stringify({ ...reading, compactions: reading.compactions.length });
}

/** On a case-insensitive disk, a path's case varies; JSON doubles backslashes. */
function withoutHome(text: string, home: string): string {
  if (home.length < 2) return text;
  const spellings = [...new Set([home, home.replaceAll('\\', '\\\\')])].sort((a, b) => b.length - a.length);
  return spellings.reduce((result, spelling) => replaceFolder(result, spelling), text);
}

/** Whole names only: `/home/ann` isn't part of `/home/anna`. */
function replaceFolder(text: string, folder: string): string {
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`${escaped}(?![A-Za-z0-9_.-])`, 'gi'), '~');
}
