/** Infers a workflow without any document from commits, stashes, and files. */

import { basename, join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import type { Candidate } from '../../core/recovery/candidates.ts';
import { stateOfRecovered } from '../../core/recovery/recovered-workflow.ts';
import { inferStep } from '../../core/recovery/history.ts';
import type { InferredStep } from '../../core/recovery/history.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { checkWorkflowId, slugOf } from '../../core/workflow/names.ts';
import { tryReadText } from '../files/safe-read.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { listStashes, workItems } from './git-history.ts';

const LONGEST_NAME = 80;

/** Makes the candidate from the project's history; undefined if it shows no workflow. */
export async function historyCandidate(
  service: WorkflowService,
  layout: StateLayout,
  id: string | undefined,
): Promise<Candidate | undefined> {
  const { workspace, clock } = service.ports;
  const items = await workItems(layout);
  const inferred = inferStep(items);
  if (inferred === undefined) return undefined;
  const [git, stashes] = await Promise.all([workspace.git(), listStashes(layout.folder)]);
  const name = await nameOf(layout, inferred, git.branch);
  const at = inferred.at === '' ? clock.now() : inferred.at;
  const { state } = stateOfRecovered(
    {
      id: id ?? idOf(inferred.id) ?? (slugOf(name) || 'recovered'),
      name,
      step: inferred.step,
      branch: git.branch,
      createdAt: items[0]?.at,
      deliverables: await present(service, inferred.files),
      nextSteps: stashes.map(({ name: stash, subject }) => ({
        text: `Look at ${stash}: ${subject}`.slice(0, 400),
        status: 'person',
      })),
    },
    at,
  );
  return {
    kind: 'history',
    place: stashes.length === 0 ? 'git log' : 'git log, git stash list',
    state,
    revision: null,
    at,
    reasons: inferred.reasons,
    isElsewhere: false,
    isSound: false,
  };
}

/** A folder's name is only an id if it is valid. */
function idOf(folder: string | null): string | undefined {
  try {
    return folder === null ? undefined : checkWorkflowId(folder);
  } catch (error) {
    if (NinefoldError.is(error)) return undefined;
    throw error;
  }
}

/** What only a commit or stash has isn't a deliverable yet: the person decides whether to restore it. */
async function present(
  service: WorkflowService,
  files: InferredStep['files'],
): Promise<InferredStep['files']> {
  const checked = await Promise.all(
    files.map(async (row) => {
      try {
        const facts = await service.ports.workspace.files([row.file]);
        return facts[row.file]?.exists === true ? [row] : [];
      } catch (error) {
        if (NinefoldError.is(error)) return [];
        throw error;
      }
    }),
  );
  return checked.flat();
}

/** From the title of its requirements, otherwise its branch, otherwise its folder. */
async function nameOf(layout: StateLayout, { files }: InferredStep, branch: string | null): Promise<string> {
  const document = files.find(({ phase }) => phase === 1)?.file;
  const text =
    document === undefined
      ? undefined
      : await tryReadText({ path: join(layout.folder, document), kind: 'document', inside: layout.folder });
  const title = /^#\s+(?:Requirements\s*[:–-]\s*)?(.+?)\s*$/im.exec(text ?? '')?.[1];
  if (title !== undefined && !/^requirements$/i.test(title)) return title.slice(0, LONGEST_NAME);
  const topic = branch === null ? '' : (branch.split('/').at(-1) ?? '');
  const words = topic === '' || /^(main|master|trunk|develop)$/.test(topic) ? basename(layout.folder) : topic;
  return words.replaceAll(/[-_]+/g, ' ').trim().slice(0, LONGEST_NAME) || 'Recovered workflow';
}
