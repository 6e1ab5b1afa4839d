/** The scan: lists a folder, reads its manifests and a sample of its sources, and makes the context. Writes nothing. */

import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { parse as parseYamlText } from 'yaml';

import { detectProject, projectOutline, votesOf } from '../../core/context/detect-project.ts';
import type { ProjectFiles } from '../../core/context/detect-project.ts';
import { sourcePathOf } from '../../core/context/languages.ts';
import type { SourcePath } from '../../core/context/languages.ts';
import { PACKAGE_FILES } from '../../core/context/packages.ts';
import type { ProjectContext, Vote } from '../../core/context/project-scan.ts';
import { chooseSample, spread } from '../../core/context/sample.ts';
import { listFiles } from './list-files.ts';
import { ROOT_MANIFESTS, readManifests, stampManifests } from '../project/manifest-files.ts';
import { readSources } from './read-sources.ts';

/** How far a scan is; `total` is null while it isn't known. */
export interface ScanProgress {
  readonly stage: 'listing' | 'reading';
  readonly done: number;
  readonly total: number | null;
}

export interface ScanRequest {
  /** Programs may be run in the folder: git is asked for its files. */
  readonly isTrusted: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
}

export interface ProjectScan {
  readonly project: ProjectContext;
  /** Stamps of the manifests that were read. */
  readonly manifests: Readonly<Record<string, string>>;
}

/** Manifests below the root that are read at most, and how deep they may lie. */
const MAX_MANIFESTS = 400;
const DEEPEST_MANIFEST = 5;
const MEMBER_MANIFESTS: ReadonlySet<string> = new Set([
  ...PACKAGE_FILES,
  'tsconfig.json',
  'tsconfig.app.json',
]);
/** So many are looked at before others have the thread. */
const PATHS_AT_A_TIME = 5000;

/** @throws NinefoldError file-unreadable; the signal's reason where it was cancelled */
export async function scanProject(folder: string, request: ScanRequest): Promise<ProjectScan> {
  const { signal, onProgress, isTrusted } = request;
  const paths = await listFiles(folder, {
    isTrusted,
    signal,
    onCount: (done) => onProgress?.({ stage: 'listing', done, total: null }),
  });
  const files = await sortOut(paths, signal);
  const names = [...ROOT_MANIFESTS, ...spread(paths.filter(isMemberManifest), MAX_MANIFESTS)];
  const stamps = await stampManifests(folder, names);
  const manifests = await readManifests(folder, Object.keys(stamps), parseYaml);
  await pause(signal);
  const outline = projectOutline(basename(folder), files, manifests);
  await pause(signal);
  const sample = chooseSample(files.sources);
  const votes: Vote[] = [];
  await readSources(folder, sample, {
    signal,
    onSource: (path, source) => votes.push(...votesOf(path, source, outline.hints)),
    onCount: (done) => onProgress?.({ stage: 'reading', done, total: sample.length }),
  });
  await pause(signal);
  return { project: detectProject(outline, votes), manifests: stamps };
}

/** Tells sources from the rest, a part at a time: others have the thread in between. */
async function sortOut(paths: readonly string[], signal: AbortSignal | undefined): Promise<ProjectFiles> {
  const root: string[] = [];
  const sources: SourcePath[] = [];
  for (let at = 0; at < paths.length; at += PATHS_AT_A_TIME) {
    for (const path of paths.slice(at, at + PATHS_AT_A_TIME)) {
      if (!path.includes('/')) root.push(path);
      const source = sourcePathOf(path);
      if (source !== undefined) sources.push(source);
    }
    await pause(signal);
  }
  return { root, sources };
}

function isMemberManifest(path: string): boolean {
  const end = path.lastIndexOf('/');
  const isNamed = end > 0 && MEMBER_MANIFESTS.has(path.slice(end + 1));
  return isNamed && path.split('/').length <= DEEPEST_MANIFEST;
}

/** Lets others have the thread, and ends here where the scan was cancelled. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** Undefined for what doesn't parse: somebody may be in the middle of an edit. */
function parseYaml(text: string): unknown {
  try {
    return parseYamlText(text);
  } catch (error) {
    if (error instanceof Error && error.name === 'YAMLParseError') return undefined;
    throw error;
  }
}
