/** Measures the savings from the current files. */

import { decode } from '@toon-format/toon';

import { SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE, workflowFile } from '../../core/exports/exports.ts';
import { frontMatterOf } from '../../core/savings/front-matter.ts';
import type { SavingsMeasures } from '../../core/savings/savings.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { encodeToon } from '../../core/toon/encode-toon.ts';
import { addCounts, type TokenCount } from '../../core/tokens/chunks.ts';
import { readDefinitions } from './definitions.ts';

export interface SavingsRequest {
  readonly service: WorkflowService;
  /** Defaults to the active workflow. */
  readonly id?: string | undefined;
  /** Folders of agent and skill definitions: the project's `.claude` and the user's. */
  readonly definitionFolders: readonly string[];
  /** Tokens of the last reading; null if there is none. */
  readonly transcript: number | null;
  readonly count: (text: string) => Promise<TokenCount>;
}

export interface MeasuredSavings {
  readonly id: string;
  readonly measures: SavingsMeasures;
  /** Part of the texts could only be estimated. */
  readonly isApproximate: boolean;
}

/**
 * Measures the savings.
 *
 * @throws NinefoldError workflow-unknown, workflow-none-active, and what reading the state refuses
 */
export async function measureSavings(request: SavingsRequest): Promise<MeasuredSavings> {
  const { service, transcript } = request;
  const { id } = await service.state(request.id);
  const isActive = (await service.activeId()) === id;
  const now = service.ports.clock.now();
  const texts = new Map((await service.makeExports(id, isActive)).map(({ path, text }) => [path, text(now)]));
  const content = decode(texts.get(workflowFile(id, 'toon')) ?? '');
  const loaded = isActive ? [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE] : [workflowFile(id, 'toon')];
  const [handoff, definitions] = await Promise.all([
    service.ports.exports.readHandoff(id),
    readDefinitions(request.definitionFolders),
  ]);
  let isApproximate = false;
  const tokens = async (parts: readonly string[]): Promise<number> => {
    const count = addCounts(await Promise.all(parts.map((part) => request.count(part))));
    isApproximate ||= count.isApproximate;
    return count.tokens;
  };
  const hasDefinitions = definitions.length > 0;
  const measures: SavingsMeasures = {
    fullState: await tokens([texts.get(workflowFile(id, 'json')) ?? '']),
    prettyJson: await tokens([JSON.stringify(content, null, 2)]),
    compactJson: await tokens([JSON.stringify(content)]),
    toon: await tokens([encodeToon(content)]),
    resume: await tokens(loaded.map((path) => texts.get(path) ?? '')),
    handoff: handoff === undefined ? null : await tokens([handoff]),
    transcript,
    definitions: hasDefinitions ? await tokens(definitions) : null,
    frontMatter: hasDefinitions ? await tokens(definitions.map(frontMatterOf)) : null,
  };
  return { id, measures, isApproximate };
}
