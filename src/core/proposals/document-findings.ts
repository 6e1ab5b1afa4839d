/** What is invalid, repaired, or doubtful in a TOON document, and why an edited export would be refused. Pure. */

import { exportSchema } from '../exports/export-schemas.ts';
import { PROPOSAL_FILES } from '../exports/export-names.ts';
import type { Phrase } from '../meter/meter-words.ts';
import { readForeignToon } from '../migrations/fenced-export.ts';
import { readToon } from '../toon/read-toon.ts';
import { TOON_WORDS } from '../toon/toon-finding.ts';
import type { ToonEdit, ToonSeverity } from '../toon/toon-finding.ts';
import { propose } from './proposal.ts';
import { REFUSAL_WORDS } from './refusal-words.ts';

/** More than anyone reads; the most severe are kept. */
export const MAX_FINDINGS = 200;

export interface DocumentFinding {
  readonly severity: ToonSeverity | 'refusal';
  readonly code: string;
  readonly words: Phrase;
  /** 1-based like the columns; the end is exclusive. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly edits: readonly ToonEdit[];
}

/** An export of a state root, as needed for comparing its text. */
export interface ExportQuestion {
  /** As the core names it. */
  readonly name: string;
  /** What Ninefold would write there now; undefined if it would write nothing, or the state can't be read. */
  readonly base: string | undefined;
}

export interface DocumentQuestion {
  readonly text: string;
  /** Undefined for a document that isn't ours. */
  readonly export: ExportQuestion | undefined;
}

/** Returns at most {@link MAX_FINDINGS}, in line order. */
export function documentFindings({ text, export: ours }: DocumentQuestion): readonly DocumentFinding[] {
  if (ours === undefined) return gravest(readForeignToon(text).findings.map(withWords));
  const schema = exportSchema(ours.name);
  const { name, base } = ours;
  const revision = base === undefined ? undefined : Number(readToon(base, { schema }).value?.revision);
  const { findings } = readToon(text, { schema, ...(revision === undefined ? {} : { revision }) });
  const known = new Set((base ?? '').split('\n'));
  const lines = text.split(/\r\n|\r|\n/);
  const own = findings
    .filter(({ severity, line }) => severity !== 'doubt' || !known.has(lines[line - 1] ?? ''))
    .map(withWords);
  return gravest(base === undefined ? own : [...own, ...refusalsOf({ name, text, base }, lines)]);
}

function withWords({
  parameters,
  code,
  ...finding
}: ReturnType<typeof readToon>['findings'][number]): DocumentFinding {
  return { ...finding, code, words: { template: TOON_WORDS[code], parameters } };
}

const GRAVITY = { problem: 0, refusal: 1, repair: 2, doubt: 3 } as const;

function gravest(findings: readonly DocumentFinding[]): readonly DocumentFinding[] {
  if (findings.length <= MAX_FINDINGS) return findings;
  return [...findings]
    .sort((left, right) => GRAVITY[left.severity] - GRAVITY[right.severity])
    .slice(0, MAX_FINDINGS)
    .sort((left, right) => left.line - right.line || left.column - right.column);
}

function refusalsOf(
  question: Parameters<typeof propose>[0],
  lines: readonly string[],
): readonly DocumentFinding[] {
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
        // Nothing is carried out here, so nothing is declined because of a failure.
        words: { template: REFUSAL_WORDS[refusal.code], parameters: refusal.parameters },
        line,
        column,
        endColumn: Math.max(column, text.trimEnd().length + 1),
        edits: [],
      };
    });
}
