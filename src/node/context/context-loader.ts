/**
 * The project context on disk: scanned or read from the cache, and written for people and the next session. A
 * separate bundle (`dist/context.js`), loaded on demand, so that startup doesn't pay for it.
 */

import { stringify } from 'yaml';

import { CONTEXT_CACHE_FILE, CONTEXT_SCHEMA, shownContext } from '../../core/context/context-cache.ts';
import type { ContextCache } from '../../core/context/context-cache.ts';
import {
  CONVENTIONS_FILE,
  PROJECT_CONFIG_FILE,
  PROJECT_CONTEXTS,
  configBody,
  configHeader,
  conventionsDocument,
  shownPatterns,
} from '../../core/context/context-files.ts';
import type { ShownPattern } from '../../core/context/context-files.ts';
import type { ProjectContext } from '../../core/context/project-scan.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { ExportFile } from '../../core/service/ports.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { redactRows } from '../../core/redaction/redact-state.ts';
import { slugOf } from '../../core/workflow/names.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import { readText } from '../files/safe-read.ts';
import { contextFileHash, freshCache, readContextCache } from '../project/project-facts.ts';
import { scanProject } from './scan-project.ts';
import type { ScanProgress } from './scan-project.ts';

export type { ScanProgress } from './scan-project.ts';

export interface ContextRequest {
  /** Scans the code even if the cache is valid. */
  readonly refresh?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Whether the folder is trusted; if it isn't, the request is refused and nothing is written. */
  readonly isTrusted?: boolean;
}

export interface ContextOutcome {
  readonly context: ProjectContext;
  /** The context's patterns and a person's, which win. */
  readonly patterns: readonly ShownPattern[];
  /** When the code was scanned (ISO 8601). */
  readonly at: string;
  readonly isCached: boolean;
  /** Written files, relative to the state root. */
  readonly written: readonly string[];
  /** Files that were kept because they were edited or aren't Ninefold's, relative to the state root. */
  readonly kept: readonly string[];
  /** The context is saved, but the exports of the active workflow couldn't be written. */
  readonly exportFailure: NinefoldError | null;
}

/**
 * Loads the context of a folder, from the cache if that is valid, otherwise from the code. Writes what differs:
 * `project-contexts/{project}/`, the cache, and the exports of the active workflow.
 *
 * @returns undefined if it was cancelled; nothing was written then
 * @throws NinefoldError untrusted, file-unreadable, file-unwritable, lock-busy
 */
export async function loadProjectContext(
  open: OpenFolder,
  request: ContextRequest = {},
): Promise<ContextOutcome | undefined> {
  if (request.isTrusted === false) throw new NinefoldError('untrusted');
  const { service, folder } = open;
  const at = service.ports.clock.now();
  const stored = await readContextCache(open.layout);
  const known = request.refresh === true ? undefined : await freshCache(folder, stored, at);
  let found: Found;
  try {
    request.signal?.throwIfAborted();
    found = known ?? { ...shownContext(await scanProject(folder, { ...request, isTrusted: true })), at };
    request.signal?.throwIfAborted();
  } catch (error) {
    if (request.signal?.aborted === true) return undefined;
    throw error;
  }
  const { state, failure } = await activeState(service);
  const patterns = shownPatterns(found.project.patterns, state?.patterns ?? []);
  const { written, kept } = await writeContext(open, found, patterns);
  const exported = state === undefined ? { written: [], failure } : await exportAgain(service, state);
  return {
    context: found.project,
    patterns,
    at: found.at,
    isCached: known !== undefined,
    written: [...written, ...exported.written].filter((path) => path !== CONTEXT_CACHE_FILE),
    kept,
    exportFailure: exported.failure,
  };
}

type Found = Pick<ContextCache, 'project' | 'manifests' | 'at'>;

/** Writes the context files that are still Ninefold's, and the cache, which records them. */
async function writeContext(
  { service, layout }: OpenFolder,
  { project, manifests, at }: Found,
  patterns: readonly ShownPattern[],
): Promise<{ readonly written: readonly string[]; readonly kept: readonly string[] }> {
  const { exports, redactor } = service.ports;
  const seen = await redactRows(redactor, patterns, ['convention', 'example']);
  const kept: string[] = [];
  const folder = `${PROJECT_CONTEXTS}/${layout.project ?? (slugOf(project.name) || 'project')}`;
  const written = await exports.write(async () => {
    const stored = await readContextCache(layout);
    const hashes: Record<string, string> = { ...stored.cache?.written };
    const files: ExportFile[] = [];
    const shown = exports.pathForReaders(`${folder}/${PROJECT_CONFIG_FILE}`);
    for (const file of contextFiles(folder, shown, project, seen)) {
      const current = await readText({ path: layout.absolute(file.path), kind: 'cache' });
      const next = contextFileHash(file.text(''));
      if (current !== undefined && ![next, hashes[file.path]].includes(contextFileHash(current))) {
        kept.push(file.path);
        continue;
      }
      hashes[file.path] = next;
      files.push(file);
    }
    if (stored.isForeign) return (kept.push(CONTEXT_CACHE_FILE), files);
    const cache: ContextCache = { schema: CONTEXT_SCHEMA, at, manifests, written: hashes, project };
    // The cache comes last, so that it doesn't record hashes of files that couldn't be written.
    return [...files, { path: CONTEXT_CACHE_FILE, text: () => `${JSON.stringify(cache, null, 2)}\n` }];
  });
  return { written, kept };
}

function contextFiles(
  folder: string,
  shownConfig: string,
  project: ProjectContext,
  patterns: readonly ShownPattern[],
): readonly ExportFile[] {
  const yaml = stringify(configBody(project), { lineWidth: 0 });
  return [
    {
      path: `${folder}/${PROJECT_CONFIG_FILE}`,
      text: (generatedAt) => `${configHeader(shownConfig, generatedAt)}\n${yaml}`,
    },
    {
      path: `${folder}/${CONVENTIONS_FILE}`,
      text: (generatedAt) => conventionsDocument(project, patterns, generatedAt),
    },
  ];
}

interface Active {
  readonly state: WorkflowState | undefined;
  readonly failure: NinefoldError | null;
}

/** The active workflow; a damaged one doesn't prevent a context. */
async function activeState(service: WorkflowService): Promise<Active> {
  try {
    const id = await service.activeId();
    return { state: id === null ? undefined : await service.state(id), failure: null };
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return { state: undefined, failure: error };
  }
}

async function exportAgain(
  service: WorkflowService,
  state: WorkflowState,
): Promise<{ readonly written: readonly string[]; readonly failure: NinefoldError | null }> {
  try {
    return { written: await service.exportFiles(state.id), failure: null };
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return { written: [], failure: error };
  }
}
