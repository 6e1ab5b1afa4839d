/** A hand edit of an export and what the reader has to make of it. */

import type { ToonCode } from '../../../../src/core/toon/toon-finding.ts';

/** The value of a document, to be changed as an edit changes it. */
export interface Draft {
  readonly workflow: Record<string, unknown>;
  agents: string[];
  readonly deliverables: { phase: number; file: string }[];
  next_steps: { text: string; status: string }[];
}
export type Change = (draft: Draft) => unknown;

export interface HandEdit {
  readonly name: string;
  /** Pieces of the document and what takes their place; or what becomes of the whole text. */
  readonly edit: readonly (readonly [from: string, to: string])[] | ((text: string) => string);
  /** Codes of what is reported, problems apart, in the order of lines. */
  readonly reported: readonly ToonCode[];
  /** What the value becomes; undefined where the document is refused. */
  readonly change?: Change;
  /** Code of the first problem, and a piece of its line. */
  readonly refused?: readonly [code: ToonCode, line: string];
}

type Edit = HandEdit['edit'];
const NOTHING: Change = () => undefined;

/** Read as it stands. */
export const read = (name: string, edit: Edit, change = NOTHING): HandEdit => ({
  name,
  edit,
  reported: [],
  change,
});

/** Read, with a repair or a doubt. */
export const told = (
  name: string,
  reported: ToonCode | readonly ToonCode[],
  edit: Edit,
  change = NOTHING,
): HandEdit => ({ name, edit, reported: typeof reported === 'string' ? [reported] : reported, change });

/** Refused at a line. */
export const refused = (name: string, code: ToonCode, line: string, edit: Edit): HandEdit => ({
  name,
  edit,
  reported: [],
  refused: [code, line],
});
