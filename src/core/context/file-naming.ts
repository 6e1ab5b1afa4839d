/** How files are named: judged by all names of the code base, not a sample. */

import { baseName } from '../paths/paths.ts';
import { SCRIPT } from './languages.ts';
import type { SourcePath } from './languages.ts';
import type { DetectedPattern } from './project-scan.ts';

type NameCase = 'PascalCase' | 'camelCase' | 'kebab-case' | 'snake_case' | 'lowercase';

const MIN_SHARE = 0.6;
const MIN_FILES = 3;
/** Minimum number of names with two or more words that show the case: `app` alone fits all cases except one. */
const MIN_TELLING = 2;
const NOTABLE_FAMILY = 0.2;
const COMPONENT = /\.(tsx|jsx|vue|svelte)$/;
/** Names that a tool or framework requires: no one chose them. */
const GIVEN =
  /^(_*(index|main|mod|lib|init|setup|conftest|build|doc|app)_*|.*\.(config|setup|stories|story|d)|(page|layout|route|loading|error|not-found|template|default|middleware))$/;

interface Group {
  readonly matches: number;
  readonly of: number;
  readonly nameCase: NameCase;
  readonly example: string;
}

/** Returns the case of a name without extensions; undefined if it fits none. */
function nameCaseOf(stem: string): NameCase | undefined {
  if (/^[a-z][a-z0-9]*$/.test(stem)) return 'lowercase';
  if (/^[A-Z][A-Za-z0-9]*$/.test(stem) && /[a-z]/.test(stem)) return 'PascalCase';
  if (/^[a-z][A-Za-z0-9]*$/.test(stem)) return 'camelCase';
  if (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(stem)) return 'kebab-case';
  if (/^_?[a-z0-9]+(_[a-z0-9]+)*$/.test(stem)) return 'snake_case';
  return undefined;
}

/** Returns the pattern of the family with the most files; undefined if its names don't agree. */
export function fileNaming(sources: readonly SourcePath[]): DetectedPattern | undefined {
  const families = filesByFamily(sources);
  const [largest] = [...families].sort((left, right) => right[1].length - left[1].length);
  if (largest === undefined) return undefined;
  const [family, files] = largest;
  const all = [...families.values()].reduce((sum, list) => sum + list.length, 0);
  const isMixed = (all - files.length) / all >= NOTABLE_FAMILY;
  const label = family === SCRIPT ? 'TypeScript and JavaScript' : family;
  const found = family === SCRIPT ? scriptNaming(files) : plainNaming(files);
  if (found === undefined) return undefined;
  return isMixed ? { ...found, convention: `${found.convention} (${label})` } : found;
}

function filesByFamily(sources: readonly SourcePath[]): ReadonlyMap<string, readonly string[]> {
  const families = new Map<string, string[]>();
  for (const { path, family, isTest } of sources) {
    if (isTest || GIVEN.test(baseName(path).replace(/\.\w+$/, ''))) continue;
    const files = families.get(family);
    if (files === undefined) families.set(family, [path]);
    else files.push(path);
  }
  return families;
}

function plainNaming(files: readonly string[]): DetectedPattern | undefined {
  const group = groupOf(files);
  return group === undefined ? undefined : patternOf(group.nameCase, group, group.matches, group.of);
}

/** Components often follow a different rule than other modules. */
function scriptNaming(files: readonly string[]): DetectedPattern | undefined {
  const isComponent = (path: string): boolean => COMPONENT.test(path);
  const components = groupOf(files.filter(isComponent));
  const modules = groupOf(files.filter((path) => !isComponent(path)));
  if (components === undefined || modules === undefined) {
    const only = components ?? modules;
    if (only === undefined) return undefined;
    const isAll = only.of === files.length;
    const what = isAll ? '' : only === components ? ' components' : ' modules';
    return patternOf(only.nameCase + what, only, only.matches, only.of);
  }
  const isOne = components.nameCase === modules.nameCase;
  const convention = isOne
    ? components.nameCase
    : `${components.nameCase} components, ${modules.nameCase} modules`;
  return patternOf(convention, components, components.matches + modules.matches, components.of + modules.of);
}

function groupOf(files: readonly string[]): Group | undefined {
  const counts = new Map<NameCase, string[]>();
  for (const path of files) {
    const nameCase = nameCaseOf(stemOf(path));
    if (nameCase === undefined) continue;
    const list = counts.get(nameCase);
    if (list === undefined) counts.set(nameCase, [path]);
    else list.push(path);
  }
  const single = counts.get('lowercase') ?? [];
  counts.delete('lowercase');
  const [telling] = [...counts].sort((left, right) => right[1].length - left[1].length);
  const group =
    telling === undefined || telling[1].length < MIN_TELLING
      ? { nameCase: 'lowercase' as const, own: single, matches: single.length }
      : {
          nameCase: telling[0],
          own: telling[1],
          // A single word in lower case fits every case except one.
          matches: telling[1].length + (telling[0] === 'PascalCase' ? 0 : single.length),
        };
  const { nameCase, own, matches } = group;
  const example = own.find(hasFewWords) ?? own[0];
  const isClear = matches >= MIN_FILES && matches / files.length >= MIN_SHARE;
  return example !== undefined && isClear ? { nameCase, matches, of: files.length, example } : undefined;
}

function patternOf(convention: string, group: Group, matches: number, of: number): DetectedPattern {
  const { example: file } = group;
  return { type: 'file_naming', convention, example: baseName(file), file, matches, of };
}

/** Tests whether a name shows its case with two or three words. */
function hasFewWords(path: string): boolean {
  const count = stemOf(path)
    .split(/(?=[A-Z])|[-_]/)
    .filter((word) => word !== '').length;
  return count >= 2 && count <= 3;
}

/** `user-service` for `src/user-service.ts`; both parts for `api.config.ts`, so that it can be told apart. */
function stemOf(path: string): string {
  return baseName(path)
    .replace(/\.\w+$/, '')
    .replace(/\.(service|controller|module|component|model|dto|entity)$/, '');
}
