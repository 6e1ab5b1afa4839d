/**
 * Reads the export of the original shell scripts: Markdown with a fenced TOON block per part, and lists of
 * deliverables (`phase_1_deliverables[2]:`) whose rows have no dash.
 */

import { readToon, type ToonReading } from '../toon/read-toon.ts';

const FENCE = /^```(\w*)\s*$/;
const LIST = /^phase_([1-9])_deliverables\[\d*\]:\s*$/;

/**
 * Reads a document that isn't Ninefold's: as it is, or with its parts joined if that can't be read. The findings have
 * the lines of the text.
 */
export function readForeignToon(text: string): ToonReading {
  const asIs = readToon(text);
  const joined = asIs.value === undefined ? joinFences(text) : text;
  if (joined === text) return asIs;
  const reading = readToon(joined);
  if (reading.value === undefined) return asIs;
  const [lines, parts] = [text, joined].map((each) => each.split(/\r?\n/).map((line) => line.trim()));
  const findings = reading.findings.map((finding) => {
    const at = lines?.indexOf(parts?.[finding.line - 1] ?? '') ?? -1;
    return { ...finding, line: Math.max(at, 0) + 1 };
  });
  return { ...reading, findings };
}

/** Joins the parts into one document, and the lists into one table; a text without fences is returned unchanged. */
export function joinFences(text: string): string {
  const lines = fencedLines(text);
  if (lines.length === 0) return text;
  const rows: string[] = [];
  const rest: string[] = [];
  let phase: string | undefined;
  for (const line of lines) {
    const begun = LIST.exec(line)?.[1];
    if (begun !== undefined) phase = begun;
    else if (phase !== undefined && /^\s+\S/.test(line)) rows.push(`  ${phase},${quoted(line.trim())}`);
    else {
      phase = undefined;
      if (line.trim() !== '') rest.push(line);
    }
  }
  const table = rows.length === 0 ? [] : [`deliverables[${rows.length}]{phase,file}:`, ...rows];
  return `${[...rest, ...table].join('\n')}\n`;
}

function fencedLines(text: string): readonly string[] {
  const lines: string[] = [];
  let isInside = false;
  for (const line of text.split(/\r?\n/)) {
    const fence = FENCE.exec(line);
    if (fence !== null) isInside = !isInside && (fence[1] === 'toon' || fence[1] === '');
    else if (isInside) lines.push(line);
  }
  return lines;
}

function quoted(path: string): string {
  return /[,:"\\[\]{}#]/.test(path) && !path.startsWith('"') ? JSON.stringify(path) : path;
}
