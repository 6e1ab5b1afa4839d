/** What the project context is made of: what was read of a code base, and what was found in it. */

import type { Pattern } from '../workflow/state.ts';

/** A file of the code base, in part: its path and the lines of its head. */
export interface SourceFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Without their ends; lines too long to have been written by hand are empty. */
  readonly lines: readonly string[];
}

/** A manifest or configuration file, parsed by whoever read it. */
export interface Manifest {
  readonly path: string;
  readonly text: string;
  /** Content of JSON, TOML and YAML; undefined for other files and for what doesn't parse. */
  readonly value: unknown;
}

/**
 * What one file says of one question (how are files named, how does it import …).
 *
 * A file has at most one vote on each question; no vote where the question doesn't arise in it.
 */
export interface Vote {
  readonly type: string;
  /** Language family; votes of one family are counted together. */
  readonly family: string;
  /** Null where the file follows none that has a name: it counts among all, for none. */
  readonly convention: string | null;
  /** What is told after the convention where most of its files share it, with what parts the two. */
  readonly detail?: string;
  /** Text that stands in the file as it is here, or its name. */
  readonly example: string;
  /** Path of the file. */
  readonly file: string;
}

/** A pattern and what it rests on. */
export interface DetectedPattern extends Pattern {
  /** Path of the file that holds the example. */
  readonly file: string;
  /** Files that follow it. */
  readonly matches: number;
  /** Files in which the question arises. */
  readonly of: number;
}

export interface LanguageShare {
  readonly language: string;
  readonly files: number;
  /** Of all source files, in whole percent. */
  readonly percent: number;
}

export interface FolderShare {
  readonly path: string;
  /** Source files in it, at any depth. */
  readonly files: number;
}

/** Everything Ninefold found out about a project. */
export interface ProjectContext {
  readonly name: string;
  /** Frameworks, languages and libraries; in a monorepo the most used first. */
  readonly stack: readonly string[];
  readonly packageManager: string | null;
  /** What to run, by purpose (`test`, `build`, `lint` …). */
  readonly commands: Readonly<Record<string, string>>;
  readonly languages: readonly LanguageShare[];
  readonly folders: readonly FolderShare[];
  /** Folders of the members of a monorepo; empty elsewhere. */
  readonly members: readonly string[];
  readonly patterns: readonly DetectedPattern[];
}

/** The questions, in the order in which they are told. */
export const PATTERN_TYPES = ['file_naming', 'imports', 'exports', 'errors', 'testing', 'styling'] as const;
