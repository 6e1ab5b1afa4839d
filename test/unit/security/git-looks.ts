/** Every look of git that there is, each with an answer that tells whether it was misled. */

import { join } from 'node:path';

import { listFiles } from '../../../src/node/context/list-files.ts';
import { changesSince } from '../../../src/node/git/changes-since.ts';
import { closeToPrograms } from '../../../src/node/git/find-git.ts';
import { isInGit } from '../../../src/node/git/git-content.ts';
import { gitFacts } from '../../../src/node/git/git-facts.ts';
import { fileAt, gitSince } from '../../../src/node/git/git-since.ts';
import { namesOf, runGit } from '../../../src/node/git/run-git.ts';
import { keptFiles, listStashes, workItems } from '../../../src/node/recovery/git-history.ts';
import { worktreeGit } from '../../../src/node/tasks/task-worktrees.ts';
import { mergeLines } from '../../../src/node/tasks/three-way.ts';
import type { TrapPlace } from './trap-place.ts';

const STATE = '.claude';
const text = (word: string): Uint8Array => new TextEncoder().encode(`${word}\n`);

/** By what it is for. The commit is HEAD's as it was made. */
const LOOKS: Readonly<Record<string, (folder: string, commit: string) => Promise<unknown>>> = {
  facts: (folder) => gitFacts(folder, STATE),
  since: async (folder, commit) => {
    const checks = [commit.slice(0, 12)];
    const since = await gitSince({ folder, ignore: STATE, commit: commit.slice(0, 10), checks });
    return { ...since, uncommitted: since.uncommitted.map(({ file }) => file) };
  },
  changes: (folder) => changesSince(folder, STATE, '2020-01-01T00:00:00.000Z'),
  file: (folder, commit) => fileAt(folder, commit, 'a.ts'),
  content: (folder) => isInGit(join(folder, STATE, 'session-context.toon')),
  changedContent: (folder) => isInGit(join(folder, 'b.bin')),
  history: (folder) => workItems({ folder, ignored: STATE }),
  kept: (folder) => keptFiles(folder, ['.'], () => true),
  stashes: (folder) => listStashes(folder),
  list: (folder) => listFiles(folder, { isTrusted: true }),
  task: async (folder, commit) => {
    const place = { path: folder, gitFolder: join(folder, '.git') };
    const args = ['diff', '--name-status', '-z', '--no-renames', '--end-of-options', commit];
    return namesOf((await worktreeGit(place, args)).stdout);
  },
  base: async (folder, commit) => {
    const args = ['cat-file', '--filters', '--end-of-options', `${commit}:./b.bin`];
    return (await runGit(folder, args)).stdout.toString('utf8');
  },
  patch: async (folder) =>
    (await runGit(folder, ['diff', '--no-index', '--no-color', '--', 'a.ts', 'b.bin'])).stdout.toString(
      'utf8',
    ),
  merge: async () => (await mergeLines(text('a'), text('b'), text('c'), 'task'))?.conflicts,
};

/** Looks at a folder in every way, in the environment of a place. @returns the answers by their names */
export async function lookEveryWay(
  folder: string,
  { folder: workspace, environment }: Pick<TrapPlace, 'folder' | 'environment'>,
  commit: string,
): Promise<Readonly<Record<string, unknown>>> {
  closeToPrograms(workspace);
  const before = process.env;
  process.env = environment;
  try {
    const answers: Record<string, unknown> = {};
    // One after the other: what a look has set off is told by the next.
    for (const [name, look] of Object.entries(LOOKS)) answers[name] = await look(folder, commit);
    return answers;
  } finally {
    process.env = before;
  }
}
