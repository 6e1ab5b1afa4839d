/** The statements of docs/seeds.md, and their tests. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { newFolder } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { SEED_ID, seedWorkflow } from '../cli/terminal.ts';
import { PATTERNS } from './facts.ts';

export interface Statement {
  /** Section and number: `A4.2`. */
  readonly id: string;
  readonly says: string;
  readonly command: string;
  /** `yes`, or `partly` or `no` with what isn't true. */
  readonly holds: string;
}

const ROW = /^\| ([AP]\d+\.\d+) \| (.+?) \| (.*?) \| ((?:yes|partly|no)\b.*?) \|$/;

/** Reads the rows of docs/seeds.md, in their order. */
export function statements(): readonly Statement[] {
  const text = readFileSync(join(projectFolder, 'docs/seeds.md'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const match = ROW.exec(line);
    if (match === null) return [];
    const [, id = '', says = '', command = '', holds = ''] = match;
    return [{ id, says, command, holds }];
  });
}

const KNOWN: ReadonlyMap<string, Statement> = new Map(statements().map((one) => [one.id, one]));

/** Tests a statement, under its number and words. */
export function says(id: string, test: () => Promise<void> | void): void {
  const statement = KNOWN.get(id);
  if (statement === undefined) throw new Error(`docs/seeds.md has no row ${id}`);
  it(`${id} ${statement.says}`, test);
}

/** A terminal in which the documents' example was begun by their own calls, in 5b. */
export async function exampleWorkflow(): Promise<InProcessTerminal> {
  const terminal = new InProcessTerminal(newFolder());
  await seedWorkflow(terminal);
  for (const { type, convention, example } of PATTERNS) {
    await terminal.done('pattern', 'set', type, convention, example);
  }
  await terminal.done('phase', SEED_ID, '5b');
  for (const step of ['Complete Login component', 'Add refresh token logic']) {
    await terminal.done('next', 'add', step);
  }
  return terminal;
}

/** A terminal with a workflow `wf-001`. */
export async function begunWorkflow(): Promise<InProcessTerminal> {
  const terminal = new InProcessTerminal(newFolder());
  await terminal.done('init', 'wf-001', 'Feature Name');
  return terminal;
}

/** A part of a JSON document. */
export type Fields = Readonly<Record<string, unknown>>;
