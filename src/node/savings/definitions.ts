/** Definitions of sub-agents and skills: a project's and a user's. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ifReadable } from '../files/optional-file.ts';
import { readTextFile } from '../tokens/text-to-count.ts';

/** Reads the definitions below `.claude` folders: `agents/*.md` and `skills/<name>/SKILL.md`. */
export async function readDefinitions(folders: readonly string[]): Promise<readonly string[]> {
  const paths = await Promise.all([...new Set(folders)].map(pathsIn));
  const texts = await Promise.all([...new Set(paths.flat())].map(readDefinition));
  return texts.filter((text) => text !== null);
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  const [agents, skills] = [join(folder, 'agents'), join(folder, 'skills')];
  const files = (await ifReadable(readdir(agents))) ?? [];
  const names = (await ifReadable(readdir(skills))) ?? [];
  return [
    ...files.filter((name) => name.endsWith('.md')).map((name) => join(agents, name)),
    ...names.map((name) => join(skills, name, 'SKILL.md')),
  ].sort();
}

async function readDefinition(path: string): Promise<string | null> {
  const read = await ifReadable(readTextFile(path));
  return read === null || read === 'unchanged' ? null : read.text;
}
