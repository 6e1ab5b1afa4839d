/**
 * The ignore rules of shared state, which git carries with it: only journals and the rules themselves are tracked. A
 * clone with tracked journals is shared, even if an older Ninefold left its rules untracked.
 */

import { join } from 'node:path';

import { PROJECT_CONTEXTS } from '../../core/context/context-files.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';

import { isWorkflowId } from '../../core/workflow/names.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { replaceLinked } from '../files/linked-file.ts';
import { notOurs } from '../files/own-document.ts';
import { entryNames } from '../files/optional-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { readBytes } from '../files/safe-read.ts';
import { isAnyTracked } from '../git/tracked.ts';
import type { StateLayout } from './state-layout.ts';

/** Everything below `state/` that isn't named stays on this machine, so a new kind of file is never published. */
const STATE_RULES = `# Written by Ninefold: git carries the workflows' journals; everything else here stays on this machine.
*
!.gitignore
!.gitattributes
!workflows/
!workflows/*.journal.jsonl
!workflows/*.journal/
!workflows/*.journal/*.jsonl
`;
/**
 * A journal's bytes mean the same everywhere, whatever the project's attributes say: no line ends, `$Id$`, or encodings
 * are converted, and no filter such as Git LFS applies.
 */
const STATE_ATTRIBUTES = `# Written by Ninefold: journals are never converted.
* -text -filter -ident !working-tree-encoding
`;
const PRIVATE_RULES = '*\n';
/** How rules of ours begin: private, shared, and shared by an older Ninefold. */
const OWN_BEGINNINGS = [PRIVATE_RULES, '# Written by Ninefold', '.gitignore\n'];

const BEGIN = '# ninefold: exports, written again where they are read (begin)';
const END = '# ninefold: exports (end)';
/** Exports of the root itself. */
export const ROOT_FILES: readonly string[] = [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE, DECISIONS_FILE];
/** The project contexts are excluded until they are shared; these lines have precedence. */
const ROOT_RULES = [BEGIN, ...ROOT_FILES.map((name) => `/${name}`), `!/${PROJECT_CONTEXTS}/`, END].join('\n');

/** Returns the path of a state root's ignore file, which decides whether the state is private. */
export function stateRules(layout: StateLayout): string {
  return join(layout.root, 'state', '.gitignore');
}

/**
 * Tests whether git carries the state of a root. Without rules of its own, as in a clone of what an older Ninefold
 * shared, it is shared if its journals are tracked.
 */
export async function isShared(layout: StateLayout): Promise<boolean> {
  const text = await readRules(stateRules(layout), layout);
  if (text !== undefined && text !== '') return text.trim() !== PRIVATE_RULES.trim();
  return isAnyTracked(await journalFiles(layout));
}

/** Tests whether the rules of shared state are those of this Ninefold. */
export async function hasSharedRules(layout: StateLayout): Promise<boolean> {
  for (const [path, text] of rulesOf(layout)) {
    if (withPlainEnds(await readRules(path, layout)) !== text) return false;
  }
  return (
    layout.project !== null || withPlainEnds(await readRules(rootRules(layout), layout)).includes(ROOT_RULES)
  );
}

/** Refuses rules that someone else wrote. @throws NinefoldError file-unwritable, and what `safe-read.ts` refuses */
export async function requireOwnRules(layout: StateLayout): Promise<void> {
  const path = stateRules(layout);
  const text = withPlainEnds(await readRules(path, layout));
  const isOwn = OWN_BEGINNINGS.some((begin) => `${text.trimEnd()}\n`.startsWith(begin));
  if (text.trim() !== '' && !isOwn) throw notOurs(path);
}

/**
 * Makes git see the journals, and nothing else of the state.
 *
 * @throws NinefoldError file-unwritable, and what `safe-read.ts` refuses
 */
export async function writeSharedRules(layout: StateLayout): Promise<void> {
  if (layout.project === null) await addRootRules(layout);
  for (const [path, text] of rulesOf(layout)) await replaceFile(path, text);
}

/** Hides everything from git, and restores the root's own ignore file. */
export async function writePrivateRules(layout: StateLayout): Promise<void> {
  await replaceFile(stateRules(layout), PRIVATE_RULES);
  await removeRules(stateAttributes(layout));
  await takeBackRootRules(layout);
}

/** Returns the root's own ignore file if our lines are in it; null otherwise. */
export async function changedRootRules(layout: StateLayout): Promise<string | null> {
  const text = withPlainEnds(await readRules(rootRules(layout), layout));
  return text.includes(ROOT_RULES) ? rootRules(layout) : null;
}

/** Removes our lines from the root's own ignore file: the bytes are what they were, or there is no file again. */
export async function takeBackRootRules(layout: StateLayout): Promise<void> {
  const path = rootRules(layout);
  const text = await readRules(path, layout);
  if (text === undefined) return;
  const [head, tail] = partsOf(text);
  if (tail === undefined) return;
  const rest = head + tail.replace(/^\r?\n/, '');
  if (head === '' && tail === '') await removeRules(path);
  else await replaceRootRules(path, rest);
}

/**
 * Tests whether git tracks a file that isn't shared, from an older Ninefold, which shared exports and handoffs too.
 *
 * @param path relative to the root, with `/`
 */
export function isUnsharedExport(path: string): boolean {
  if (ROOT_FILES.includes(path)) return true;
  if (/^state\/(?:sessions|responses)\/|^state\/handoffs\/(?:archive\/|handoff-[^/]+\.md$)/.test(path))
    return true;
  const id = /^state\/workflows\/([^/]+)\.(?:json|toon|journal\.snapshot)$/.exec(path)?.[1];
  return id !== undefined && isWorkflowId(id);
}

/** Puts our lines first, so that the person's own rules, which follow, have the last word. */
async function addRootRules(layout: StateLayout): Promise<void> {
  const path = rootRules(layout);
  const text = await readRules(path, layout);
  if (text !== undefined && partsOf(text)[1] !== undefined) return;
  await replaceRootRules(path, `${ROOT_RULES}\n${text === undefined ? '' : `\n${text}`}`);
}

/** What is before and after our lines; no second part if they aren't there. */
function partsOf(text: string): readonly [head: string, tail?: string] {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) return [text];
  return [text.slice(0, begin), text.slice(end + END.length).replace(/^\r?\n/, '')];
}

function rulesOf(layout: StateLayout): readonly (readonly [path: string, text: string])[] {
  return [
    [stateAttributes(layout), STATE_ATTRIBUTES],
    [stateRules(layout), STATE_RULES],
  ];
}

function stateAttributes(layout: StateLayout): string {
  return join(layout.root, 'state', '.gitattributes');
}

function rootRules(layout: StateLayout): string {
  return join(layout.root, '.gitignore');
}

/** Reads bytes as Latin-1 characters: the root's own ignore file is the person's, in any encoding. */
async function readRules(path: string, { root }: StateLayout): Promise<string | undefined> {
  return (await readBytes({ path, kind: 'record', below: root }))?.toString('latin1');
}

/** Keeps the permissions of a person's file. */
function replaceRootRules(path: string, text: string): Promise<void> {
  return replaceLinked(path, Buffer.from(text, 'latin1'));
}

async function journalFiles({ root }: StateLayout): Promise<readonly string[]> {
  const folder = join(root, 'state', 'workflows');
  const names = await entryNames(folder);
  return names.filter((name) => name.endsWith('.journal.jsonl')).map((name) => join(folder, name));
}

/** A checkout may have converted the line ends. */
function withPlainEnds(text = ''): string {
  return text.replaceAll('\r\n', '\n');
}

async function removeRules(path: string): Promise<void> {
  try {
    await removeFile(path);
  } catch (error) {
    throw unwritable(path, error);
  }
}
