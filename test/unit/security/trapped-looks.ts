/** Sets a trap, shows that plain git runs it, and looks in every way at a repository of its own with the same trap. */

import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';

import { runGitForTask } from '../../../src/node/git/run-git.ts';
import { configTraps } from './config-traps.ts';
import type { Trap } from './trap.ts';
import { ENVIRONMENT_TRAPS, MISLEADING } from './environment-traps.ts';
import type { Misleading } from './environment-traps.ts';
import { lookEveryWay } from './git-looks.ts';
import { TrapPlace } from './trap-place.ts';

export function allTraps(): readonly Trap[] {
  const { stdout } = spawnSync('git', ['version'], { encoding: 'utf8' });
  return [...configTraps(stdout), ...ENVIRONMENT_TRAPS];
}

export { MISLEADING };

type Answers = Readonly<Record<string, unknown>>;

let untrapped: Answers | undefined;

/** What the looks say where nothing is set. */
async function plainAnswers(): Promise<Answers> {
  if (untrapped !== undefined) return untrapped;
  const place = TrapPlace.make();
  untrapped = await lookEveryWay(place.folder, place, commitOf(place));
  return untrapped;
}

function commitOf(place: TrapPlace): string {
  return place.done('rev-parse', 'main').trim();
}

/** What is wrong with a trap or with the looks; nothing where plain git runs it and no look does. */
export async function faultsOf(trap: Trap): Promise<readonly string[]> {
  const [proof, place, task] = [TrapPlace.make(), TrapPlace.make(), TrapPlace.make()];
  trap.set(proof);
  trap.spring(proof);
  const faults = proof.sprung() === '' ? [`${trap.name}: plain git does not run it`] : [];
  const commit = commitOf(place);
  trap.set(place);
  for (const folder of ['.', ...(trap.folders ?? [])]) {
    const answers = await lookEveryWay(join(place.folder, folder), place, commit);
    if (place.sprung() !== '') faults.push(`${trap.name}: run by a look at ${folder}: ${place.sprung()}`);
    if (folder === '.') faults.push(...untold(trap, answers, await plainAnswers()));
  }
  if (trap.isForTasks === true) return faults;
  trap.set(task);
  const made = await preparedBy(task);
  if (task.sprung() !== '') faults.push(`${trap.name}: run by a task's worktree: ${task.sprung()}`);
  return made ? faults : [...faults, `${trap.name}: no worktree could be made`];
}

/** A look that a trap kept from looking isn't safe, it is blind. */
function untold(trap: Trap, answers: Answers, plain: Answers): readonly string[] {
  const isBlind = trap.name.includes('=') ? () => false : (name: string) => answers[name] === undefined;
  const blind = Object.keys(answers).filter((name) => plain[name] !== undefined && isBlind(name));
  // Only a lazy fetch could have told it.
  const isPromised = trap.name.startsWith('lazy fetch');
  return blind
    .filter((name) => !(isPromised && name === 'file'))
    .map((name) => `${trap.name}: the look '${name}' says nothing`);
}

async function preparedBy(place: TrapPlace): Promise<boolean> {
  const before = process.env;
  process.env = place.environment;
  try {
    const args = ['worktree', 'add', '--detach', '--quiet', '--', join(place.root, 'worktree'), 'HEAD'];
    return (await runGitForTask(place.folder, args)).code === 0;
  } finally {
    process.env = before;
  }
}

/** The same for a variable that misleads plain git: every look says what it says without it. */
export async function misleadsOf(variable: Misleading): Promise<readonly string[]> {
  const place = TrapPlace.make();
  const [commit, before] = [commitOf(place), place.git(variable.call)];
  variable.set(place);
  const faults = isDeepStrictEqual(place.git(variable.call), before)
    ? [`${variable.name}: plain git is not misled`]
    : [];
  const answers = await lookEveryWay(place.folder, place, commit);
  const plain = await plainAnswers();
  const differing = Object.keys(plain).filter((name) => !isDeepStrictEqual(answers[name], plain[name]));
  return [...faults, ...differing.map((name) => `${variable.name}: misleads the look '${name}'`)];
}
