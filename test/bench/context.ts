/** The project context of a large monorepo: made from nothing, by git and by the walk without it, and from the cache. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadProjectContext } from '../../src/node/context/context-loader.ts';
import { scanProject } from '../../src/node/context/scan-project.ts';
import { openFolder } from '../../src/node/folder/open-folder.ts';
import type { Figure } from './figures.ts';
import { atMost, percentile } from './figures.ts';

const PACKAGES = 250;
const FOLDERS = 10;
const FILES = 20;
const ROUNDS = 5;
const LIMIT_MS = 2000;
/** How often the thread is asked whether it still answers. */
const TICK_MS = 5;

export async function projectContext(): Promise<readonly Figure[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    makeMonorepo(folder);
    const walked = await scanTimes(folder, false);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const untracked = await scanTimes(folder, true);
    execFileSync('git', ['add', '-A'], { cwd: folder });
    const tracked = await scanTimes(folder, true);
    const files = `${(PACKAGES * FOLDERS * FILES).toLocaleString('en')} files`;
    return [
      atMost(`project context of ${files}, in git, slowest`, Math.max(...tracked.times), LIMIT_MS),
      atMost(`project context of ${files}, new to git, slowest`, Math.max(...untracked.times), LIMIT_MS),
      atMost(`project context of ${files}, without git, slowest`, Math.max(...walked.times), LIMIT_MS),
      atMost('longest time the thread was not free meanwhile', tracked.longest, LIMIT_MS / 4),
      atMost('project context from the cache, p50', await cacheTime(folder), LIMIT_MS / 10),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Times {
  readonly times: readonly number[];
  readonly longest: number;
}

async function scanTimes(folder: string, isTrusted: boolean): Promise<Times> {
  const times: number[] = [];
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - TICK_MS);
    last = performance.now();
  }, TICK_MS);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      const { project } = await scanProject(folder, { isTrusted });
      times.push(performance.now() - started);
      if (project.members.length !== PACKAGES) throw new Error(`found ${project.members.length} members`);
    }
  } finally {
    clearInterval(timer);
  }
  return { times, longest };
}

async function cacheTime(folder: string): Promise<number> {
  const open = await openFolder({ folder, home: folder, environment: {}, stateDirectory: '.claude' });
  await loadProjectContext(open);
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const outcome = await loadProjectContext(open);
    samples.push(performance.now() - started);
    if (outcome?.isCached !== true) throw new Error('the cache was not used');
  }
  return percentile(samples, 0.5);
}

function makeMonorepo(folder: string): void {
  const manifest = { name: 'large', private: true, workspaces: ['packages/*'] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (let one = 0; one < PACKAGES; one++) {
    const base = join(folder, `packages/part-${one}`);
    mkdirSync(base, { recursive: true });
    const own = { name: `@large/part-${one}`, dependencies: { react: '19.0.0' } };
    writeFileSync(join(base, 'package.json'), JSON.stringify(own));
    for (let area = 0; area < FOLDERS; area++) {
      const place = join(base, `src/area-${area}`);
      mkdirSync(place, { recursive: true });
      for (let file = 0; file < FILES; file++) {
        const isTest = file % 5 === 4;
        const name = `list-item-${file}${isTest ? '.test' : ''}.ts`;
        writeFileSync(join(place, name), isTest ? testText(file) : sourceText(file));
      }
    }
  }
}

function sourceText(number: number): string {
  const lines = Array.from({ length: 60 }, (_, line) => `const value${line} = compute(${line}, ${number});`);
  return [
    `import { compute } from '../area-${number % FOLDERS}/list-item-0.js';`,
    `export function listItem${number}(count: number): number {`,
    ...lines.map((line) => `  ${line}`),
    `  if (count < 0) throw new CountError('below nothing');`,
    `  return value0;`,
    '}',
    '',
  ].join('\n');
}

function testText(number: number): string {
  return `import { it } from 'vitest';\n\nit('holds for ${number}', () => {\n  listItem${number}(1);\n});\n`;
}
