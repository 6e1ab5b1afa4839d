/** `ninefold.json`: read with comments, checked by its one schema, changed without losing comments. */

import { dirname, join } from 'node:path';

import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

import { NinefoldError } from '../../core/errors.ts';
import { ruleProblem, unknownRules } from '../../core/rules/rule-keys.ts';
import type { RulePath } from '../../core/rules/rule-keys.ts';
import { DEFAULT_RULES, rulesSchema } from '../../core/rules/rules.ts';
import type { Rules } from '../../core/rules/rules.ts';
import { readBytes } from '../files/safe-read.ts';
import { requireNoWayOut, requirePersonsTarget, requireTargetInside } from '../git/persons-link.ts';
import { encodingFault } from '../journal/journal-file.ts';
import { formatOf, lineAt, syntaxFault, withinStack } from '../files/json-format.ts';
import { replaceLinked } from '../files/linked-file.ts';
import { withLock } from '../lock/lock.ts';
import { makePrivate } from '../state/private-state.ts';
import type { StateLayout } from '../state/state-layout.ts';

export const RULES_FILE = 'ninefold.json';

/** A byte order mark, which editors and shells on Windows write. */
const MARK = /^\uFEFF/;

const STARTER = `{
  // The rules of this folder for Ninefold. What isn't here keeps its default.
}
`;

/** An unknown key in the file. */
export interface UnknownRule {
  readonly key: string;
  /** 1-based. */
  readonly line: number;
}

/** The file and its content. */
export interface RulesFile {
  /** Absolute, whether or not it exists. */
  readonly file: string;
  readonly rules: Rules;
  readonly unknown: readonly UnknownRule[];
  /** Returns the 1-based line of a rule that the file sets; null for a default. */
  readonly lineOf: (path: RulePath) => number | null;
}

/**
 * Reads the file of a state root, with defaults if there is none. These aren't the effective rules:
 * `rules/trusted-rules.ts` decides that.
 *
 * @throws rules-invalid with the line
 */
export async function readRulesFile(root: string): Promise<RulesFile> {
  const file = join(root, RULES_FILE);
  return parseRules((await rulesBytes(file))?.toString('utf8') ?? '', file);
}

/**
 * Undefined if there is no file.
 *
 * @throws NinefoldError link-outside, and what `safe-read.ts` refuses
 */
async function rulesBytes(file: string): Promise<Buffer | undefined> {
  const allows = (target: string): Promise<void> => requirePersonsTarget(file, dirname(file), target);
  return readBytes({ path: file, kind: 'rules', allows });
}

/**
 * Parses the text of a `ninefold.json`.
 *
 * @throws rules-invalid
 */
export function parseRules(written: string, file: string): RulesFile {
  const text = written.replace(MARK, '');
  if (text.trim() === '') return { file, rules: DEFAULT_RULES, unknown: [], lineOf: () => null };
  const errors: ParseError[] = [];
  const tree = withinStack(() => parseTree(text, errors, { allowTrailingComma: true }));
  const [first] = errors;
  if (first !== undefined || tree === undefined) {
    const reason = first === undefined ? 'not valid JSON' : syntaxFault(first.error);
    throw invalid(file, text, first?.offset ?? 0, reason);
  }
  const value = valueOf(tree);
  const parsed = rulesSchema.safeParse(value);
  const [issue] = parsed.error?.issues ?? [];
  if (issue !== undefined) {
    const at = nodeAt(tree, issue.path);
    throw invalid(file, text, at?.offset ?? 0, ruleProblem(issue, at && valueOf(at)));
  }
  const lineOf = (path: RulePath): number | null => {
    const node = nodeAt(tree, path);
    return node === undefined ? null : lineAt(text, node.offset);
  };
  const unknown = unknownRules(value).map((path) => ({ key: path.join('.'), line: lineOf(path) ?? 1 }));
  return { file, rules: parsed.data ?? DEFAULT_RULES, unknown, lineOf };
}

/**
 * Sets or removes one rule; comments and order stay.
 *
 * @param value checked by the caller; undefined removes the rule
 * @returns whether the file changed
 * @throws rules-invalid if the file can't be read, link-outside if it is a link that points outside: nothing was
 *   changed; file-unwritable
 */
export async function changeRule(layout: StateLayout, path: RulePath, value: unknown): Promise<boolean> {
  const file = join(layout.root, RULES_FILE);
  return withLock(layout.lock, async () => {
    await requireNoWayOut(file, layout.folder);
    const bytes = await rulesBytes(file);
    const before = bytes?.toString('utf8');
    parseRules(before ?? '', file);
    // Writing it again would change the text.
    const fault = encodingFault(bytes ?? Buffer.of());
    if (fault !== undefined) {
      const { line, reason } = fault;
      throw new NinefoldError('rules-invalid', { file, line, reason });
    }
    if (before === undefined && value === undefined) return false;
    const [mark = ''] = MARK.exec(before ?? '') ?? [];
    const text = before === undefined || before.trim() === '' ? '{}\n' : before.slice(mark.length);
    const edits = modify(text, [...path], value, { formattingOptions: formatOf(text) });
    const after = mark + applyEdits(text, edits);
    if (after === before) return false;
    if (before === undefined) await makePrivate(layout);
    await replaceRules(layout, after);
    return true;
  });
}

/**
 * Returns the 1-based line of a rule or a group of rules; the first line if the file doesn't set it.
 *
 * @throws rules-invalid
 */
export async function lineOfRule(root: string, key: string): Promise<number> {
  const [group = '', ...names] = key.split('.');
  const path: RulePath = names.length === 0 ? [group] : [group, names.join('.')];
  return (await readRulesFile(root)).lineOf(path) ?? 1;
}

/** Tests whether the root has a rules file. */
export async function hasRulesFile(root: string): Promise<boolean> {
  return (await rulesBytes(join(root, RULES_FILE))) !== undefined;
}

/**
 * Creates a file that sets nothing, if there is none.
 *
 * @throws file-unwritable
 */
export async function makeRulesFile(layout: StateLayout): Promise<void> {
  await withLock(layout.lock, async () => {
    const file = join(layout.root, RULES_FILE);
    await requireNoWayOut(file, layout.folder);
    if (await hasRulesFile(layout.root)) return;
    await makePrivate(layout);
    await replaceRules(layout, STARTER);
  });
}

/** The path of a new file doesn't exist yet, so its folder decides. */
function replaceRules({ root, folder }: StateLayout, text: string): Promise<void> {
  const file = join(root, RULES_FILE);
  return replaceLinked(file, text, (target) =>
    target === file ? Promise.resolve() : requireTargetInside(file, folder, target),
  );
}

/** A node's value with own properties only: with `__proto__`, a file could set rules that no line names. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value as unknown;
  const entries = (node.children ?? []).map(({ children: [key, value] = [] }) => [
    String(key?.value),
    value === undefined ? undefined : valueOf(value),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function nodeAt(tree: Node, path: readonly PropertyKey[]): Node | undefined {
  const segments = path.filter((part) => typeof part !== 'symbol');
  return findNodeAtLocation(tree, segments);
}

function invalid(file: string, text: string, offset: number, reason: string): NinefoldError {
  return new NinefoldError('rules-invalid', { file, line: lineAt(text, offset), reason });
}
