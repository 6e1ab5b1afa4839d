/** `decide`: turns an intent and known facts into events, or refuses it with a code. Pure. */

import { NinefoldError } from '../errors.ts';
import { decideConstraint } from './decide-constraints.ts';
import { decideGate } from './decide-gates.ts';
import type { NewEvent } from './events.ts';
import type { Facts } from './facts.ts';
import type { PartIntent, StartIntent, WorkflowIntent } from './intents.ts';
import { LONGEST, MAX_EXIT_CODE, MAX_PARTS } from './limits.ts';
import { isOldNews, resultOf } from './kept-checks.ts';
import { checkDecisionKey, checkLine, checkPatternType, checkNewWorkflowId, slugOf } from './names.ts';
import { workspacePath } from './paths.ts';
import { phaseOfStep } from './phases.ts';
import { PRESETS, PRESET_NAMES, isPresetName } from './presets.ts';
import { isAsked } from './questions.ts';
import { NEXT_STEP_STATUSES } from './state.ts';
import type { NextStepStatus, WorkflowState } from './state.ts';
import { stepMeant, stepsNamed } from './steps.ts';

/**
 * Starts a workflow.
 *
 * @throws NinefoldError workflow-id-invalid, text-invalid, preset-unknown
 */
export function decideStart(intent: StartIntent, facts: Facts): readonly NewEvent[] {
  const id = checkNewWorkflowId(intent.id);
  const name = checkLine('the name', intent.name, LONGEST.name);
  const preset = intent.preset ?? 'full';
  if (!isPresetName(preset)) {
    throw new NinefoldError('preset-unknown', { preset, presets: PRESET_NAMES.join(', ') });
  }
  const task = checkLine('the task', intent.task ?? name, LONGEST.task);
  const agents = checkAgents(intent.agents ?? []);
  const branch = intent.branch === undefined ? facts.branch : intent.branch;
  const feature = slugOf(name) || slugOf(id);
  const data = { id, name, task, feature, preset, skipped: [...PRESETS[preset]], agents, branch };
  return [{ type: 'workflow.started', data: { ...data, patterns: [...facts.patterns] } }];
}

/**
 * Decides an intent for an existing workflow.
 *
 * @returns the events; none if the requested state already holds
 * @throws NinefoldError if it is refused; nothing has happened then
 */
export function decide(state: WorkflowState, intent: WorkflowIntent, facts: Facts): readonly NewEvent[] {
  switch (intent.kind) {
    case 'submit':
    case 'approve':
    case 'undoApproval':
    case 'reject':
    case 'skip':
    case 'reopen':
    case 'setPhase':
      return decideGate(state, intent, facts);
    default:
      return decidePart(state, intent, facts);
  }
}

function decidePart(state: WorkflowState, intent: PartIntent, facts: Facts): readonly NewEvent[] {
  switch (intent.kind) {
    case 'rename':
    case 'setTask':
    case 'setBranch':
    case 'setAgents':
    case 'setStatus':
      return decideField(state, intent);
    case 'addDeliverable':
      return addDeliverable(state, intent, facts);
    case 'removeDeliverable':
      return removeDeliverable(state, intent.file, facts);
    case 'recordDecision':
      return recordDecision(state, intent);
    case 'addNextStep':
      return addNextStep(state, intent);
    case 'setNextStep':
      return setNextStep(state, intent.number, intent.status);
    case 'recordCheck':
      return recordCheck(state, intent, facts);
    case 'setPattern':
      return setPattern(state, intent);
    case 'addConstraint':
    case 'acceptConstraint':
    case 'removeConstraint':
      return decideConstraint(state, intent, facts);
    case 'recordAttempt':
      return recordAttempt(state, intent);
    case 'recordSessionStart':
    case 'recordSessionEnd':
    case 'recordCompaction':
    case 'takeOver':
      return decideSession(state, intent);
    case 'recordHandoff':
      return [{ type: 'handoff.created', data: { ...intent.handoff, files: { ...intent.handoff.files } } }];
    case 'recordTaskMerge':
      return [{ type: 'task.merged', data: { ...intent.merge, files: { ...intent.merge.files } } }];
  }
}

type SessionIntent = Extract<
  PartIntent,
  { kind: 'recordSessionStart' | 'recordSessionEnd' | 'recordCompaction' | 'takeOver' }
>;

/** A session is open from start to end; repeating either makes no event, unless a start adds the model. */
function decideSession(state: WorkflowState, intent: SessionIntent): readonly NewEvent[] {
  const { id } = intent;
  const open = state.sessions.find((session) => session.id === id && session.endedAt === null);
  const isOpen = open !== undefined;
  switch (intent.kind) {
    case 'recordSessionStart': {
      const { agent, model } = intent;
      return isOpen && (model === null || open.model !== null)
        ? []
        : [{ type: 'session.started', data: { id, agent, model } }];
    }
    case 'recordSessionEnd': {
      const { model, peakTokens } = intent;
      return isOpen ? [{ type: 'session.ended', data: { id, model, peakTokens } }] : [];
    }
    case 'recordCompaction':
      return isOpen ? [{ type: 'session.compacted', data: { id, trigger: intent.trigger } }] : [];
    case 'takeOver':
      return isOpen ? [{ type: 'session.takenOver', data: { id, by: intent.by } }] : [];
  }
}

type FieldIntent = Extract<
  PartIntent,
  { kind: 'rename' | 'setTask' | 'setBranch' | 'setAgents' | 'setStatus' }
>;

function decideField(state: WorkflowState, intent: FieldIntent): readonly NewEvent[] {
  switch (intent.kind) {
    case 'rename': {
      const name = checkLine('the name', intent.name, LONGEST.name);
      return name === state.name && !isAsked(state, 'name')
        ? []
        : [{ type: 'workflow.renamed', data: { name } }];
    }
    case 'setTask': {
      const task = checkLine('the task', intent.task, LONGEST.task);
      return task === state.task && !isAsked(state, 'task')
        ? []
        : [{ type: 'workflow.taskSet', data: { task } }];
    }
    case 'setBranch': {
      const branch = intent.branch === null ? null : checkLine('the branch', intent.branch, LONGEST.name);
      return branch === state.branch && !isAsked(state, 'branch')
        ? []
        : [{ type: 'workflow.branchSet', data: { branch } }];
    }
    case 'setAgents': {
      const agents = checkAgents(intent.agents);
      const isSame = agents.join() === state.agents.join() && !isAsked(state, 'agents');
      return isSame ? [] : [{ type: 'workflow.agentsSet', data: { agents } }];
    }
    case 'setStatus': {
      if (intent.status === state.status && !isAsked(state, 'status')) return [];
      const reason = intent.reason === undefined ? null : checkLine('the reason', intent.reason);
      return [{ type: 'workflow.statusSet', data: { status: intent.status, reason } }];
    }
  }
}

/** Returns role names without duplicates, in the given order. Names can't contain a comma, which separates them. */
function checkAgents(agents: readonly string[]): string[] {
  return [...new Set(agents.map((agent) => checkLine('a role', agent.replaceAll(',', ' '), LONGEST.role)))];
}

/**
 * Existing parts stay, however many.
 *
 * @throws parts-too-many
 */
function requireRoom({ id }: WorkflowState, there: readonly unknown[], parts: string): void {
  if (there.length >= MAX_PARTS) throw new NinefoldError('parts-too-many', { id, max: MAX_PARTS, parts });
}

function addDeliverable(
  state: WorkflowState,
  intent: Extract<PartIntent, { kind: 'addDeliverable' }>,
  facts: Facts,
): readonly NewEvent[] {
  const file = workspacePath(intent.file, facts.folder);
  const [step] = intent.phase === undefined ? [state.current] : stepsNamed(intent.phase);
  const known = state.deliverables.find((deliverable) => deliverable.file === file);
  if (known !== undefined && !isAsked(state, `deliverable:${file}`)) {
    throw new NinefoldError('deliverable-exists', { file, phase: known.phase });
  }
  requireRoom(state, state.deliverables, 'deliverables');
  const phase = phaseOfStep(step ?? state.current);
  return [{ type: 'deliverable.added', data: { phase, file, template: intent.template ?? null } }];
}

function removeDeliverable(state: WorkflowState, path: string, facts: Facts): readonly NewEvent[] {
  const file = workspacePath(path, facts.folder);
  const isKnown = state.deliverables.some((deliverable) => deliverable.file === file);
  if (!isKnown && !isAsked(state, `deliverable:${file}`)) {
    throw new NinefoldError('deliverable-unknown', { file });
  }
  return [{ type: 'deliverable.removed', data: { file } }];
}

function recordDecision(
  state: WorkflowState,
  intent: Extract<PartIntent, { kind: 'recordDecision' }>,
): readonly NewEvent[] {
  const id = checkDecisionKey(intent.id);
  const choice = checkLine('the choice', intent.choice);
  const reason = checkLine('the reason', intent.reason);
  const known = state.decisions.find((decision) => decision.id === id);
  const isSame = known?.choice === choice && known.reason === reason;
  if (isSame && !isAsked(state, `decision:${id}`)) return [];
  if (known === undefined) requireRoom(state, state.decisions, 'decisions');
  return [{ type: 'decision.recorded', data: { id, choice, reason } }];
}

function addNextStep(
  state: WorkflowState,
  intent: Extract<PartIntent, { kind: 'addNextStep' }>,
): readonly NewEvent[] {
  const status = checkNextStepStatus(intent.status ?? 'open');
  const text = checkLine('the next step', intent.text);
  requireRoom(state, state.nextSteps, 'next steps');
  return [{ type: 'nextStep.added', data: { text, status, phase: phaseOfStep(state.current) } }];
}

function setNextStep(state: WorkflowState, number: number, status: NextStepStatus): readonly NewEvent[] {
  const step = state.nextSteps[number - 1];
  if (step === undefined) throw new NinefoldError('step-unknown', { number });
  if (step.status === status) throw new NinefoldError('step-done', { number });
  return [{ type: 'nextStep.set', data: { step: step.id, status } }];
}

/** In place of a digest: equal to none. */
const MIXED = 'mixed';

function recordCheck(
  state: WorkflowState,
  intent: Extract<PartIntent, { kind: 'recordCheck' }>,
  facts: Facts,
): readonly NewEvent[] {
  const step = stepMeant(state, intent.phase);
  const { exitCode } = intent;
  if (exitCode !== null && (!Number.isInteger(exitCode) || exitCode < 0 || exitCode > MAX_EXIT_CODE)) {
    throw new NinefoldError('exit-code-invalid', { value: exitCode });
  }
  if (step === undefined) throw new NinefoldError('phase-unknown', { phase: intent.phase });
  const command = checkLine('the command', intent.command, LONGEST.command);
  const key = intent.key ?? facts.checks?.reader.keyOf(command) ?? command;
  const grade = intent.grade ?? 'claimed';
  const result = intent.result ?? resultOf({ exitCode });
  const content = intent.isMixed === true ? MIXED : (facts.checks?.content ?? null);
  const data = {
    step,
    command,
    exitCode,
    commit: facts.commit,
    grade,
    ...(key === command ? {} : { key }),
    ...(result === resultOf({ exitCode }) ? {} : { result }),
    ...(content === null ? {} : { content }),
    ...(intent.source === undefined ? {} : { source: intent.source }),
  };
  return isOldNews(state, data) ? [] : [{ type: 'check.recorded', data }];
}

function setPattern(
  state: WorkflowState,
  intent: Extract<PartIntent, { kind: 'setPattern' }>,
): readonly NewEvent[] {
  const type = checkPatternType(intent.type);
  const convention = checkLine('the convention', intent.convention);
  const example = (intent.example ?? '').trim() === '' ? '' : checkLine('the example', intent.example ?? '');
  const known = state.patterns.find((pattern) => pattern.type === type);
  const isSame = known?.convention === convention && known.example === example;
  if (isSame && !isAsked(state, `pattern:${type}`)) return [];
  return [{ type: 'pattern.set', data: { type, convention, example } }];
}

function recordAttempt(
  state: WorkflowState,
  intent: Extract<PartIntent, { kind: 'recordAttempt' }>,
): readonly NewEvent[] {
  const text = checkLine('the attempt', intent.text);
  const because = (intent.because ?? '').trim() === '' ? null : checkLine('the reason', intent.because ?? '');
  requireRoom(state, state.attempts, 'attempts');
  return [{ type: 'attempt.recorded', data: { text, because } }];
}

function checkNextStepStatus(status: string): NextStepStatus {
  const known = NEXT_STEP_STATUSES.find((candidate) => candidate === status);
  if (known === undefined) {
    throw new NinefoldError('status-unknown', { status, statuses: NEXT_STEP_STATUSES.join(', ') });
  }
  return known;
}
