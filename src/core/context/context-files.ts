/** The content of the project context files for people. */

import { code, inline } from '../handoff/markdown.ts';
import type { Pattern } from '../workflow/state.ts';
import { patternKey } from './merge-patterns.ts';
import { PATTERN_TYPES } from './project-scan.ts';
import type { DetectedPattern, ProjectContext } from './project-scan.ts';

/** Folder of the state root that contains one folder per project. */
export const PROJECT_CONTEXTS = 'project-contexts';
export const PROJECT_CONFIG_FILE = 'project-config.yaml';
export const CONVENTIONS_FILE = 'conventions.md';
/** Version of the keys of `project-config.yaml`. */
const CONFIG_SCHEMA = 'ninefold/project/1';

const OWNERSHIP =
  'Written by `ninefold context`. Once you edit it, it is yours: Ninefold leaves it as it is.';

/** Returns the first lines of `project-config.yaml`. */
export function configHeader(path: string, generatedAt: string): string {
  return `# ${path}\n# Generated: ${generatedAt}\n# ${OWNERSHIP}\n`;
}

/** Returns the content of `project-config.yaml`, in order, without empty lists and tables. */
export function configBody(context: ProjectContext): Readonly<Record<string, unknown>> {
  const { name, stack, packageManager, commands, languages, folders, members } = context;
  return {
    schema: CONFIG_SCHEMA,
    name,
    stack,
    ...(packageManager === null ? {} : { package_manager: packageManager }),
    ...(Object.keys(commands).length === 0 ? {} : { commands }),
    ...(languages.length === 0 ? {} : { languages }),
    ...(members.length === 0 ? {} : { members }),
    ...(folders.length === 0 ? {} : { folders }),
  };
}

/** A pattern as shown: found in the code, or set by a person, which wins. */
export type ShownPattern =
  (DetectedPattern & { readonly by: 'code' }) | (Pattern & { readonly by: 'person' });

/** Returns a project's patterns as shown: the usual questions in order, then others that a person set. */
export function shownPatterns(
  found: readonly DetectedPattern[],
  own: readonly Pattern[],
): readonly ShownPattern[] {
  const ofPerson = (type: string): Pattern | undefined => own.find((one) => patternKey(one.type) === type);
  const usual = PATTERN_TYPES.flatMap((type): readonly ShownPattern[] => {
    const mine = ofPerson(type);
    if (mine !== undefined) return [{ ...mine, by: 'person' }];
    return found.filter((one) => one.type === type).map((one) => ({ ...one, by: 'code' as const }));
  });
  const isUsual = (type: string): boolean => PATTERN_TYPES.some((one) => one === patternKey(type));
  const others = own.filter(({ type }) => !isUsual(type)).map((one) => ({ ...one, by: 'person' as const }));
  return [...usual, ...others];
}

/** Makes `conventions.md`, with a trailing newline. */
export function conventionsDocument(
  context: ProjectContext,
  patterns: readonly ShownPattern[],
  generatedAt: string,
): string {
  const known = new Set(patterns.map(({ type }) => patternKey(type)));
  const open = PATTERN_TYPES.filter((type) => !known.has(type)).map(words);
  const sections = [
    `<!--\n# Generated: ${generatedAt}\n${OWNERSHIP}\n-->`,
    `# Conventions: ${inline(context.name)}`,
    ...(context.stack.length === 0 ? [] : [`Stack: ${context.stack.map(inline).join(', ')}`]),
    ...patterns.map(patternSection),
    ...(patterns.length === 0 ? [nothingFound(context)] : openSection(open)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function patternSection(pattern: ShownPattern): string {
  const heading = `## ${sentenceCase(words(pattern.type))}`;
  const example = pattern.example === '' ? [] : [`Example: ${code(pattern.example)}`];
  if (pattern.by === 'person') {
    return [heading, `**${inline(pattern.convention)}**, set by a person.`, ...example].join('\n\n');
  }
  const share = `${pattern.matches} of ${pattern.of} files (${percentOf(pattern)}%)`;
  const place = pattern.file.endsWith(pattern.example) ? '' : `, from ${code(pattern.file)}`;
  const shown =
    pattern.type === 'file_naming' ? [`Example: ${code(pattern.file)}`] : example.map((text) => text + place);
  return [heading, `**${inline(pattern.convention)}**: ${share}.`, ...shown].join('\n\n');
}

function openSection(open: readonly string[]): readonly string[] {
  return open.length === 0 ? [] : [`Not clear from the code: ${open.join(', ')}.`];
}

function nothingFound({ languages }: ProjectContext): string {
  return languages.length === 0
    ? 'There are no source files here yet, so there is nothing to go by.'
    : 'There is too little code here to tell a habit by.';
}

/** Share of the files that follow a pattern, as a whole percentage, rounded down. */
export function percentOf({ matches, of }: DetectedPattern): number {
  return Math.floor((matches / of) * 100);
}

function words(type: string): string {
  return type.replaceAll(/[_-]+/g, ' ');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
