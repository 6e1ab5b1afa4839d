/**
 * Scans a project: lists a folder, reads its manifests and a sample of its sources, and makes the context. Writes
 * nothing.
 */

import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { parse as parseYamlText } from 'yaml';

import { detectProject, projectOutline, votesOf } from '../../core/context/detect-project.ts';
import type { ProjectFiles } from '../../core/context/detect-project.ts';
import { sourcePathOf } from '../../core/context/languages.ts';
import type { SourcePath } from '../../core/context/languages.ts';
import { isPackageFile } from '../../core/context/packages.ts';
import type { ProjectContext, Vote } from '../../core/context/project-scan.ts';
import { chooseSample, spread } from '../../core/context/sample.ts';
import { listFiles } from './list-files.ts';
import { ROOT_MANIFESTS, readManifests, stampManifests } from '../project/manifest-files.ts';
import { readSources } from './read-sources.ts';

/** Progress of a scan; `total` is null while it is unknown. */
export interface ScanProgress {
  readonly stage: 'listing' | 'reading';
  readonly done: number;
  readonly total: number | null;
}

export interface ScanRequest {
  /** Programs may run in the folder, so git lists its files. */
  readonly isTrusted: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
}

export interface ProjectScan {
  readonly project: ProjectContext;
  /** Stamps of the manifests that were read. */
  readonly manifests: Readonly<Record<string, string>>;
}

/** Maximum number and depth of the manifests below the root. */
const MAX_MANIFESTS = 400;
const DEEPEST_MANIFEST = 5;
const MEMBER_SETTINGS: ReadonlySet<string> = new Set(['tsconfig.json', 'tsconfig.app.json']);
/** Number of paths to handle before yielding the thread. */
const PATHS_AT_A_TIME = 5000;

/**
 * Scans a folder.
 *
 * @throws NinefoldError file-unreadable; the signal's reason if it was cancelled
 */
export async function scanProject(folder: string, request: ScanRequest): Promise<ProjectScan> {
  const { signal, onProgress, isTrusted } = request;
  const paths = await listFiles(folder, {
    isTrusted,
    signal,
    onCount: (done) => onProgress?.({ stage: 'listing', done, total: null }),
  });
  const files = await sortOut(paths, signal);
  const own = files.root.filter(isPackageFile);
  const names = [
    ...new Set([...ROOT_MANIFESTS, ...own]),
    ...spread(paths.filter(isMemberManifest), MAX_MANIFESTS),
  ];
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

/** Separates sources from other files in batches, yielding the thread in between. */
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
  const name = path.slice(end + 1);
  const isNamed = isPackageFile(name) || MEMBER_SETTINGS.has(name);
  return end > 0 && isNamed && path.split('/').length <= DEEPEST_MANIFEST;
}

/** Yields the thread, and stops if the scan was cancelled. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** Undefined for invalid content: someone may be editing it. */
function parseYaml(text: string): unknown {
  try {
    return parseYamlText(text);
  } catch (error) {
    if (error instanceof Error && error.name === 'YAMLParseError') return undefined;
    throw error;
  }
}
