/** Measures the savings from the current files. */

import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import { answerText } from '../../core/checks/answer.ts';
import { summarize } from '../../core/checks/recognize.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { workflowContext } from '../../core/hooks/workflow-context.ts';
import { redactProject } from '../../core/redaction/redact-state.ts';
import { frontMatterOf } from '../../core/savings/front-matter.ts';
import type { SavingsMeasures } from '../../core/savings/savings.ts';
import { taskTimes } from '../../core/savings/task-times.ts';
import type { TaskTimes } from '../../core/savings/task-times.ts';
import { readDrift, readFiles } from '../../core/service/resume-service.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { encodeToon } from '../../core/toon/encode-toon.ts';
import { addCounts, type TokenCount } from '../../core/tokens/chunks.ts';
import type { Deliverable, WorkflowState } from '../../core/workflow/state.ts';
import { keptResponses } from '../checks/kept-responses.ts';
import { tryReadText } from '../files/safe-read.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import { readDefinitions } from './definitions.ts';

export interface SavingsRequest {
  readonly folder: OpenFolder;
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
  const { folder, transcript } = request;
  const state = await folder.service.state(request.id);
  const [texts, times] = await Promise.all([textsOf(request, state), timesOf(folder, state.id)]);
  let isApproximate = false;
  const tokens = async (parts: readonly string[]): Promise<number> => {
    const count = addCounts(await Promise.all(parts.map((part) => request.count(part))));
    isApproximate ||= count.isApproximate;
    return count.tokens;
  };
  const ifAny = (parts: readonly string[]): Promise<number | null> =>
    parts.length === 0 ? Promise.resolve(null) : tokens(parts);
  const { content, handoff, definitions, documents, responses } = texts;
  const standsFor = [...handoff, ...documents];
  const measures: SavingsMeasures = {
    fullState: await tokens([texts.fullState]),
    prettyJson: await tokens([JSON.stringify(content, null, 2)]),
    compactJson: await tokens([JSON.stringify(content)]),
    toon: await tokens([encodeToon(content)]),
    resume: await tokens(texts.resume),
    handoff: await ifAny(handoff),
    transcript,
    definitions: await ifAny(definitions),
    frontMatter: await ifAny(definitions.map(frontMatterOf)),
    told: await tokens([texts.told]),
    // Without a document there is nothing that it would stand for.
    documents: standsFor.length === 0 ? null : await tokens([...texts.exports, ...standsFor]),
    outputs: await ifAny(responses.map(({ output }) => output)),
    answers: await ifAny(responses.map(({ answer }) => answer)),
    inSequence: times?.inSequence ?? null,
    sideBySide: times?.sideBySide ?? null,
  };
  return { id: state.id, measures, isApproximate };
}

/** The texts to count. */
interface Texts {
  readonly fullState: string;
  /** Content of the workflow's own TOON file. */
  readonly content: ReturnType<typeof decode>;
  /** What a resume loads. */
  readonly resume: readonly string[];
  /** The exports that a session's text stands for. */
  readonly exports: readonly string[];
  /** Empty if there is none. */
  readonly handoff: readonly string[];
  readonly definitions: readonly string[];
  readonly told: string;
  readonly documents: readonly string[];
  readonly responses: readonly Response[];
}

async function textsOf({ folder, definitionFolders }: SavingsRequest, state: WorkflowState): Promise<Texts> {
  const { service } = folder;
  const { id } = state;
  const isActive = (await service.activeId()) === id;
  const now = service.ports.clock.now();
  const texts = new Map((await service.makeExports(id, isActive)).map(({ path, text }) => [path, text(now)]));
  const textOf = (path: string): string => texts.get(path) ?? '';
  const resume = isActive ? [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE] : [workflowFile(id, 'toon')];
  const [handoff, definitions, told, documents, responses] = await Promise.all([
    service.ports.exports.readHandoff(id),
    readDefinitions(definitionFolders),
    toldText(service, state),
    documentsOf(folder, state),
    responsesOf(folder, state),
  ]);
  return {
    fullState: textOf(workflowFile(id, 'json')),
    content: decode(textOf(workflowFile(id, 'toon'))),
    resume: resume.map(textOf),
    exports: [...resume, ...(isActive ? [DECISIONS_FILE] : [])].map(textOf),
    handoff: handoff === undefined ? [] : [handoff],
    definitions,
    told,
    documents,
    responses,
  };
}

/** What a hook tells a new session. */
async function toldText(service: WorkflowService, state: WorkflowState): Promise<string> {
  const { workspace, exports, redactor } = service.ports;
  const [project, shown, files, git, drift] = await Promise.all([
    workspace.project().then((found) => redactProject(redactor, found)),
    service.redacted(state),
    readFiles(
      service,
      state.deliverables.map(({ file }) => file),
    ),
    workspace.git(),
    readDrift(service, state),
  ]);
  const show = (path: string): string => exports.pathForReaders(path);
  return workflowContext({ state: shown, project, files, git, drift, otherSession: null, show });
}

/** The existing documents of the workflow: its deliverables outside phase 5. */
async function documentsOf(
  { folder }: OpenFolder,
  { deliverables }: WorkflowState,
): Promise<readonly string[]> {
  const isDocument = ({ phase }: Deliverable): boolean => phase !== 5;
  const texts = await Promise.all(
    deliverables
      .filter(isDocument)
      .map(({ file }) => tryReadText({ path: join(folder, file), kind: 'document', inside: folder })),
  );
  return texts.filter((text) => text !== undefined);
}

interface Response {
  readonly output: string;
  readonly answer: string;
}

/** The kept outputs, each with the answer that an agent gets about it. */
async function responsesOf(
  { layout, folder }: OpenFolder,
  { checks }: WorkflowState,
): Promise<readonly Response[]> {
  return (await keptResponses(layout)).map(({ log, text }) => {
    const summary = summarize(text, folder);
    const known = checks.find(({ source }) => source === log)?.exitCode;
    const exitCode = known ?? ((summary.failed ?? 0) > 0 ? 1 : 0);
    return { output: text, answer: answerText(summary, { exitCode, signal: null, log, note: '' }) };
  });
}

async function timesOf({ tasks }: OpenFolder, id: string): Promise<TaskTimes | null> {
  const { tasks: views } = await tasks.list();
  const runs = views.flatMap(({ workflow, startedAt, endedAt }) =>
    workflow !== id || startedAt === null || endedAt === null
      ? []
      : [{ from: Date.parse(startedAt), until: Date.parse(endedAt) }],
  );
  return taskTimes(runs);
}
