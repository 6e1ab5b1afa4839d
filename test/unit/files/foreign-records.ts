/**
 * Every record and cache that Ninefold reads before it writes it, in the place of which stands somebody else's file, and
 * every command that writes: the file stays as it is.
 */

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { runInProcess } from '../support/in-process.ts';
import type { Prepared } from './hostile-places.ts';

const STATE = 'shop/.claude/state';

/** Below the folder of project and home: what Ninefold writes there, with its schema where a newer one is refused. */
export const RECORDS: Readonly<Record<string, string | null>> = {
  [`${STATE}/sessions/current.json`]: 'ninefold/session',
  [`${STATE}/sessions/exports.json`]: 'ninefold/exports',
  [`${STATE}/sessions/redacted.json`]: null,
  [`${STATE}/context/project-cache.json`]: 'ninefold/context',
  [`${STATE}/context/workflows.json`]: null,
  [`${STATE}/workflows/wf-001.journal.jsonl`]: null,
  [`${STATE}/workflows/wf-001.journal.snapshot`]: null,
  [`${STATE}/workflows/wf-001.json`]: 'ninefold/workflow',
  [`${STATE}/workflows/wf-001.toon`]: null,
  [`${STATE}/handoffs/handoff-wf-001.md`]: null,
  [`${STATE}/agents/tests/result.json`]: 'ninefold/task',
  [`${STATE}/agents/tests/landing.json`]: 'ninefold/landing',
  [`${STATE}/agents/tests/task.md`]: null,
  [`${STATE}/.gitignore`]: null,
  [`${STATE}/origin.json`]: 'ninefold/origin',
  [`${STATE}/responses/.gitignore`]: null,
  'shop/.claude/ninefold.json': null,
  'shop/.claude/workflow-state.toon': null,
  'shop/.claude/session-context.toon': null,
  'shop/.claude/decisions.toon': null,
  'shop/.claude/project-contexts/shop/project-config.yaml': null,
  'shop/.claude/project-contexts/shop/conventions.md': null,
  'home/.claude/state/projects.json': 'ninefold/projects',
  'home/.ninefold/accepted-rules.json': 'ninefold/accepted-rules',
  'home/.ninefold/connections.json': 'ninefold/connections',
  'home/.ninefold/bin/ninefold': null,
  'home/.ninefold/bin/statusline': null,
};

/** Texts that Ninefold can't have written at a place. */
export function foreignTexts(place: string): readonly string[] {
  const schema = RECORDS[place] ?? null;
  return [
    '[]\n',
    'Notes on the state:\n<<<<<<< mine\nnot toon at all { [\n',
    '{"mine": true}\n',
    ...(place.endsWith('.toon') ? ['schema: ninefold/99\nmine: true\n'] : []),
    ...(schema === null ? [] : [`{"schema": "${schema}/99", "mine": true}\n`]),
  ];
}

const UNEXPECTED = 70;
const SECRET = `ghp_${'a7B9c2D4e6F8'.repeat(3)}`;
/** The first few write most of the files. */
export const WRITING: readonly (readonly string[])[] = [
  ['next', 'add', `use ${SECRET}`],
  ['handoff', 'create'],
  ['context', '--refresh'],
  ['check', 'node', '--version'],
  ['tasks', 'create', 'docs', '--output', 'docs/'],
  ['tasks', 'merge', 'tests'],
  ['tasks', 'discard', 'tests'],
  ['config', 'set', 'levels.warning', '70'],
  ['config', 'trust'],
  ['list'],
  ['resume'],
  ['recover', '--apply', '1'],
  ['export'],
  ['save'],
  ['save', '--emergency'],
  ['connect', 'claude-code', '--user'],
  ['init', 'wf-002', 'Other', '--user'],
  ['share'],
  ['disconnect', 'claude-code', '--user'],
];

/** The commands after which the text is nowhere any more. Rules are merged: they keep what isn't set. */
export async function replacedBy(
  { copy, folder, home }: Prepared,
  place: string,
  text: string,
  commands: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const path = join(dirname(folder), place);
  const wrong: string[] = [];
  for (const argv of commands) {
    copy.restore();
    rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const { code, out, error } = await runInProcess(folder, home, argv);
    if (!isKept(dirname(folder), text)) wrong.push(`${place}: ${argv.join(' ')}: ${text}${out}${error}`);
    if (code === UNEXPECTED) wrong.push(`${place}: ${argv.join(' ')}: ${error}`);
  }
  copy.restore();
  return wrong;
}

/** Whether a text is still in its place, or in a copy that was kept of it. */
function isKept(top: string, text: string): boolean {
  return readdirSync(top, { recursive: true, withFileTypes: true }).some((entry) => {
    if (!entry.isFile()) return false;
    const found = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    return found === text || (entry.name === 'ninefold.json' && found.includes('"mine": true'));
  });
}
