/** Makes the context from what was read in a folder. Pure: the caller reads the files. */

import { codeHints } from './code-hints.ts';
import type { CodeHints } from './code-hints.ts';
import { projectCommands } from './commands.ts';
import { goTestVotes, goVotes, javaTestVotes, javaVotes, rustVotes } from './compiled-votes.ts';
import { countVotes } from './count-votes.ts';
import { fileNaming } from './file-naming.ts';
import { SCRIPT, folderShares, languageShares } from './languages.ts';
import { mostCodeFirst } from './most-code-first.ts';
import type { SourcePath } from './languages.ts';
import { memberFolders, packagesOf } from './packages.ts';
import type { Package } from './packages.ts';
import { PATTERN_TYPES } from './project-scan.ts';
import type { DetectedPattern, Manifest, ProjectContext, SourceFile, Vote } from './project-scan.ts';
import { pythonTestVotes, pythonVotes } from './python-votes.ts';
import { scriptTestVotes, stylingVotes } from './script-tests.ts';
import { scriptVotes } from './script-votes.ts';
import { projectName } from './manifest-facts.ts';
import { stackOf } from './stack.ts';

/** A test framework needs fewer files than a convention, because it is also installed. */
const MIN_TESTS = 2;

/** The project's own files, relative to the folder, with `/`. */
export interface ProjectFiles {
  /** Names of the files in the root. */
  readonly root: readonly string[];
  readonly sources: readonly SourcePath[];
}

/** What is known before the first source file is opened, for `votesOf` and `detectProject`. */
export interface ProjectOutline {
  readonly folderName: string;
  readonly files: ProjectFiles;
  readonly manifests: readonly Manifest[];
  /** The root's packages and its members'. */
  readonly packages: readonly Package[];
  readonly members: readonly string[];
  readonly hints: CodeHints;
}

/**
 * Makes the outline of a project.
 *
 * @param manifests those that were read, in any folder
 */
export function projectOutline(
  folderName: string,
  files: ProjectFiles,
  manifests: readonly Manifest[],
): ProjectOutline {
  const all = packagesOf(manifests);
  const members = memberFolders(all);
  const isWorkspace = all.some(({ folder, members: globs }) => folder === '' && globs.length > 0);
  // Without a list of members, every manifest close enough belongs to the project.
  const packages = isWorkspace
    ? all.filter(({ folder }) => folder === '' || members.includes(folder))
    : all.filter(({ folder }) => folder.split('/').length <= 2);
  const ordered = mostCodeFirst(packages, files.sources);
  const hints = codeHints(files.sources, manifests, ordered);
  return { folderName, files, manifests, packages: ordered, members, hints };
}

/** Returns one file's votes. Cheap: one pass over its lines per question. */
export function votesOf(
  { family, isTest }: SourcePath,
  source: SourceFile,
  hints: CodeHints,
): readonly Vote[] {
  switch (family) {
    case SCRIPT:
      return isTest
        ? scriptTestVotes(source, hints)
        : [...scriptVotes(source, hints), ...stylingVotes(source, hints)];
    case 'Python':
      return isTest ? pythonTestVotes(source) : pythonVotes(source, hints);
    case 'Go':
      return isTest ? goTestVotes(source) : goVotes(source, hints);
    case 'Rust':
      return rustVotes(source, hints, isTest);
    case 'Java':
      return isTest ? javaTestVotes(source) : javaVotes(source);
    default:
      return [];
  }
}

/** Makes the context: the manifests' facts, and the patterns that enough files agree on. */
export function detectProject(outline: ProjectOutline, votes: readonly Vote[]): ProjectContext {
  const { packages, files, manifests, members } = outline;
  const patterns = PATTERN_TYPES.flatMap((type): readonly DetectedPattern[] => {
    if (type === 'file_naming') return listOf(fileNaming(files.sources));
    const least = type === 'testing' ? MIN_TESTS : undefined;
    const own = votes.filter((vote) => vote.type === type);
    return listOf(countVotes(type, own, least));
  });
  return {
    name: projectName(outline.folderName, packages),
    stack: stackOf(packages, files.sources),
    ...projectCommands(packages, manifests, files.root),
    languages: languageShares(files.sources),
    folders: folderShares(files.sources),
    members,
    patterns,
  };
}

function listOf(pattern: DetectedPattern | undefined): readonly DetectedPattern[] {
  return pattern === undefined ? [] : [pattern];
}
