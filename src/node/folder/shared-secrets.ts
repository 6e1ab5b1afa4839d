/** Finds what *share* would publish: recognized secrets in everything that git would see from then on. Only reads. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { wayTo } from '../../core/paths/paths.ts';
import { PROJECT_CONTEXTS } from '../../core/context/context-files.ts';
import { parseObject } from '../../core/json-fields.ts';
import { isNameKey } from '../../core/redaction/redact-state.ts';
import type { RedactorPort } from '../../core/service/ports.ts';
import { ifExists } from '../files/optional-file.ts';
import { readExport } from '../files/read-export.ts';
import type { StateLayout } from '../state/state-layout.ts';

/** A place with secrets of a kind. Never contains the secret itself. */
export interface SharedSecret {
  /** As a person would search for it, relative to the workspace folder if it is inside. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Field of the event; null if the file isn't a journal. */
  readonly field: string | null;
  readonly kind: string;
}

/** A journal, or a segment of one. */
const JOURNAL = /\/([^/]+)\.journal(?:\.jsonl|\/[^/]+\.jsonl)$/;

type Redactor = Pick<RedactorPort, 'redact'>;

/**
 * Finds secrets, in the order of files and lines.
 *
 * @throws NinefoldError file-unreadable
 */
export async function secretsToShare(
  layout: StateLayout,
  redactor: Redactor,
): Promise<readonly SharedSecret[]> {
  const found: SharedSecret[] = [];
  const files = await sharedFiles(layout);
  const ids = files.flatMap((path) => JOURNAL.exec(path)?.[1] ?? []);
  for (const path of files) {
    const text = await readExport(join(layout.root, path));
    if (text === undefined) continue;
    const places = JOURNAL.test(path)
      ? await inJournal(redactor, text)
      : await inDocument(redactor, withoutIds(text, ids));
    const shown = layout.shown(path);
    found.push(...places.map((place) => ({ path: shown, ...place })));
  }
  return found;
}

/** Formats a place as a line. */
export function sharedSecretText({ path, line, field, kind }: SharedSecret): string {
  return `${path}:${line}: ${kind}${field === null ? '' : ` in ${field}`}`;
}

/** An id isn't a secret, whatever it looks like. */
function withoutIds(text: string, ids: readonly string[]): string {
  return ids.reduce((rest, id) => rest.replaceAll(id, 'workflow'), text);
}

type Place = Omit<SharedSecret, 'path'>;

async function inJournal(redactor: Redactor, text: string): Promise<readonly Place[]> {
  const lines = text.split('\n').map(async (line, index): Promise<readonly Place[]> => {
    const event = parseObject(line);
    // What isn't a readable event would be published unchanged.
    const fields = event === null ? [[null, line] as const] : textsOf(event.data, String(event.type));
    const found = fields.map(async ([field, value]) =>
      (await kindsIn(redactor, value)).map((kind) => ({ line: index + 1, field, kind })),
    );
    return (await Promise.all(found)).flat();
  });
  return (await Promise.all(lines)).flat();
}

/** Every text of an event except ids, paths, hashes, and times, with its place. */
function textsOf(value: unknown, at: string): readonly (readonly [field: string, text: string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (Array.isArray(value)) return value.flatMap((one) => textsOf(one, at));
  if (typeof value !== 'object' || value === null) return [];
  const fields: readonly (readonly [string, unknown])[] = Object.entries(value);
  return fields.flatMap(([key, one]) => (isNameKey(key) ? [] : textsOf(one, `${at}.${key}`)));
}

/** A key may span many lines: a finding is reported at the line where it begins. */
async function inDocument(redactor: Redactor, text: string): Promise<readonly Place[]> {
  const { text: clean, counts } = await redactor.redact(text);
  if (Object.keys(counts).length === 0) return [];
  const places: Place[] = [];
  const before = text.split('\n');
  const known = new Set(before);
  for (const line of clean.split('\n')) {
    if (known.has(line)) continue;
    const start = line.slice(0, line.indexOf('[redacted: '));
    const number = before.findIndex((one) => one.startsWith(start) && !clean.includes(one)) + 1;
    const kinds = [...line.matchAll(/\[redacted: ([a-z0-9-]{1,40})\]/g)].map(([, kind = '']) => kind);
    places.push(...kinds.map((kind) => ({ line: Math.max(1, number), field: null, kind })));
  }
  return places;
}

async function kindsIn(redactor: Redactor, text: string): Promise<readonly string[]> {
  return Object.keys((await redactor.redact(text)).counts);
}

/** Paths relative to the root, by name: what git sees of a shared state. */
async function sharedFiles({ root }: StateLayout): Promise<readonly string[]> {
  const journals = (await filesBelow(root, join(root, 'state', 'workflows'))).filter((path) =>
    JOURNAL.test(path),
  );
  const contexts = await filesBelow(root, join(root, PROJECT_CONTEXTS));
  return [...contexts, ...journals].sort();
}

async function filesBelow(root: string, folder: string): Promise<readonly string[]> {
  const entries = (await ifExists(readdir(folder, { withFileTypes: true }))) ?? [];
  const found = entries.map(async (entry): Promise<readonly string[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [wayTo(path, root, process.platform) ?? path] : [];
  });
  return (await Promise.all(found)).flat();
}
