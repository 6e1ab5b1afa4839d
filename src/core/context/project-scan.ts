/** The project context: what was read from a code base, and what was found in it. */

import type { Pattern } from '../workflow/state.ts';

/** Part of a source file: its path and its first lines. */
export interface SourceFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Without line ends; lines too long to be handwritten are empty. */
  readonly lines: readonly string[];
}

/** A manifest or configuration file, parsed by its reader. */
export interface Manifest {
  readonly path: string;
  readonly text: string;
  /** Parsed JSON, TOML, or YAML; undefined for other files and for invalid ones. */
  readonly value: unknown;
}

/**
 * A file's answer to one question (how are files named, how does it import …).
 *
 * A file has at most one vote per question, and none if the question doesn't arise in it.
 */
export interface Vote {
  readonly type: string;
  /** Language family; votes are counted per family. */
  readonly family: string;
  /** Null if the file follows no known convention: it counts toward the total only. */
  readonly convention: string | null;
  /** Appended to the convention, with its separator, if most of its files share it. */
  readonly detail?: string;
  /** Verbatim text of the file, or its name. */
  readonly example: string;
  /** Path of the file. */
  readonly file: string;
}

/** A pattern and its basis. */
export interface DetectedPattern extends Pattern {
  /** Path of the file with the example. */
  readonly file: string;
  /** Files that follow it. */
  readonly matches: number;
  /** Files in which the question arises. */
  readonly of: number;
}

export interface LanguageShare {
  readonly language: string;
  readonly files: number;
  /** Of all source files, as a whole percentage. */
  readonly percent: number;
}

export interface FolderShare {
  readonly path: string;
  /** Source files in it, at any depth. */
  readonly files: number;
}

/** Everything that Ninefold found out about a project. */
export interface ProjectContext {
  readonly name: string;
  /** Frameworks, languages, and libraries; in a monorepo, the most used first. */
  readonly stack: readonly string[];
  readonly packageManager: string | null;
  /** What to run, by purpose (`test`, `build`, `lint` …). */
  readonly commands: Readonly<Record<string, string>>;
  readonly languages: readonly LanguageShare[];
  readonly folders: readonly FolderShare[];
  /** Member folders of a monorepo; otherwise empty. */
  readonly members: readonly string[];
  readonly patterns: readonly DetectedPattern[];
}

/** The questions, in display order. */
export const PATTERN_TYPES = ['file_naming', 'imports', 'exports', 'errors', 'testing', 'styling'] as const;
