/**
 * Overviews of a state root's workflows, stored in `state/context/workflows.json`: an overview is valid while its
 * journal's status (inode, size, both times) is the same as when it was folded, which takes 5 µs to check.
 *
 * The file is a cache. A reader writes it after folding many journals, without the lock: each overview has its stamp,
 * so two simultaneous writers only lose time.
 */

import { join } from 'node:path';

import * as z from 'zod/mini';

import { NinefoldError, asFailure } from '../../core/errors.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { parseValue } from '../../core/json-fields.ts';
import type { OverviewList } from '../../core/service/ports.ts';
import { FOLD_VERSION } from '../../core/workflow/apply.ts';
import { workflowOverviewSchema } from '../../core/workflow/overview.ts';
import type { WorkflowOverview } from '../../core/workflow/overview.ts';
import { fileStampSchema, isSameStamp, stampOf } from '../files/file-stamp.ts';
import { readText } from '../files/safe-read.ts';
import { pathExists } from '../files/optional-file.ts';
import { replaceDocument } from '../files/own-document.ts';
import { requireOwnFolders } from '../files/own-folders.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { statFiles } from '../files/stat-files.ts';
import { reasonOf } from '../files/system-error.ts';

const FILE = 'state/context/workflows.json';
export const INDEX_SCHEMA = `ninefold/workflow-index/${FOLD_VERSION}`;
/** This many journals take about 50 ms to fold; for fewer, nothing is written. */
const WORTH_KEEPING = 50;
/** Number of journals to read in parallel. */
const TOGETHER = 16;

const keptSchema = z.object({ overview: workflowOverviewSchema, stamp: fileStampSchema });
const fileSchema = z.object({ schema: z.literal(INDEX_SCHEMA), workflows: z.array(keptSchema) });

/** An overview and the status of its journal when it was folded. */
export type IndexedWorkflow = z.infer<typeof keptSchema>;

/** Parses the index; undefined if it isn't this version's cache. */
export function parseIndex(text: string): readonly IndexedWorkflow[] | undefined {
  return fileSchema.safeParse(parseValue(text)).data?.workflows;
}

export interface WorkflowIndexOptions {
  readonly layout: StateLayout;
  /** If false, nothing is written. Called each time. */
  readonly isTrusted: () => boolean;
  /** Reads and folds one journal; returns no stamp if its last line may be completed any moment. */
  readonly fold: (
    id: string,
  ) => Promise<
    { readonly overview: WorkflowOverview; readonly stamp: IndexedWorkflow['stamp'] | null } | undefined
  >;
}

type Folded = Awaited<ReturnType<WorkflowIndexOptions['fold']>> | NinefoldError;

export class WorkflowIndex {
  readonly #options: WorkflowIndexOptions;
  #kept: ReadonlyMap<string, IndexedWorkflow> | undefined;

  constructor(options: WorkflowIndexOptions) {
    this.#options = options;
  }

  /** Lists the overviews of these workflows, in their order, without those that disappeared. */
  async list(ids: readonly string[]): Promise<OverviewList> {
    const { layout } = this.#options;
    const known = this.#kept ?? (await this.#read());
    const paths = ids.map((id) => layout.absolute(workflowFile(id, 'journal.jsonl')));
    const statuses = await statFiles(paths);
    const found = new Map<string, Folded>();
    const kept = new Map<string, IndexedWorkflow>();
    const stale: string[] = [];
    for (const [index, id] of ids.entries()) {
      const status = statuses[index];
      const row = known.get(id);
      if (status === undefined) continue;
      if (status instanceof Error) found.set(id, unreadable(paths[index] ?? '', status));
      else if (row !== undefined && isSameStamp(row.stamp, stampOf(status))) kept.set(id, row);
      else stale.push(id);
    }
    await this.#foldAll(stale, found);
    let folded = 0;
    for (const [id, answer] of found) {
      if (answer === undefined || NinefoldError.is(answer) || answer.stamp === null) continue;
      kept.set(id, { overview: answer.overview, stamp: answer.stamp });
      folded++;
    }
    this.#kept = kept;
    if (folded >= WORTH_KEEPING) await this.#write(kept);
    return listOf(ids, kept, found);
  }

  async #foldAll(ids: readonly string[], into: Map<string, Folded>): Promise<void> {
    for (let first = 0; first < ids.length; first += TOGETHER) {
      const some = ids.slice(first, first + TOGETHER);
      const folded = await Promise.all(some.map((id) => this.#foldOne(id)));
      for (const [index, id] of some.entries()) into.set(id, folded[index]);
    }
  }

  #foldOne(id: string): Promise<Folded> {
    return this.#options.fold(id).catch(asFailure);
  }

  async #read(): Promise<ReadonlyMap<string, IndexedWorkflow>> {
    try {
      const { layout } = this.#options;
      const text = await readText({ path: layout.absolute(FILE), kind: 'cache', below: layout.root });
      const rows = text === undefined ? [] : (parseIndex(text) ?? []);
      return new Map(rows.map((row) => [row.overview.id, row]));
    } catch (error) {
      // It only saves time: without it, every journal is read.
      if (NinefoldError.is(error)) return new Map();
      throw error;
    }
  }

  async #write(kept: ReadonlyMap<string, IndexedWorkflow>): Promise<void> {
    const { layout, isTrusted } = this.#options;
    try {
      if (!isTrusted() || !(await mayKeep(layout))) return;
      const text = JSON.stringify({ schema: INDEX_SCHEMA, workflows: [...kept.values()] });
      await replaceDocument(layout.absolute(FILE), `${text}\n`, INDEX_SCHEMA);
    } catch (error) {
      // The list is complete nevertheless; the next one tries again.
      if (!NinefoldError.is(error)) throw error;
    }
  }
}

/**
 * Tests whether a reader may write a cache to a root: a writer made it private, and its folders aren't links.
 *
 * @throws NinefoldError file-unwritable if one of them is a link
 */
export async function mayKeep(layout: StateLayout): Promise<boolean> {
  await requireOwnFolders(layout.lock);
  return pathExists(join(layout.root, 'state', '.gitignore'));
}

function listOf(
  ids: readonly string[],
  kept: ReadonlyMap<string, IndexedWorkflow>,
  found: ReadonlyMap<string, Folded>,
): OverviewList {
  const overviews: WorkflowOverview[] = [];
  const failures: { readonly id: string; readonly error: NinefoldError }[] = [];
  for (const id of ids) {
    const answer = found.get(id) ?? kept.get(id);
    if (NinefoldError.is(answer)) failures.push({ id, error: answer });
    else if (answer !== undefined) overviews.push(answer.overview);
  }
  return { overviews, failures };
}

function unreadable(path: string, cause: Error): NinefoldError {
  return new NinefoldError('file-unreadable', { path, reason: reasonOf(cause) }, { cause });
}
