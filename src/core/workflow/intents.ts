/**
 * Intents: what a surface (tree, palette, command line, proposal) requests. `decide` turns an intent into events or
 * refuses it; nothing else changes a workflow.
 */

import type { CheckResult } from '../checks/check-run.ts';
import type { StepId } from './phases.ts';
import type { EvidenceGrade, HandoffRecord, NextStepStatus, TaskMerge, WorkflowStatus } from './state.ts';

export interface StartIntent {
  readonly kind: 'start';
  readonly id: string;
  readonly name: string;
  readonly task?: string;
  readonly preset?: string;
  readonly agents?: readonly string[];
  readonly branch?: string | null;
}

/** `phase` is as the person typed it (`2`, `5`, `5b`); it defaults to the current one. */
export type GateIntent =
  | { readonly kind: 'submit'; readonly phase?: string }
  | { readonly kind: 'approve'; readonly phase?: string }
  /** With a phase, takes back only the approval of that phase. */
  | { readonly kind: 'undoApproval'; readonly phase?: StepId }
  | { readonly kind: 'reject'; readonly phase?: string; readonly reason: string }
  | { readonly kind: 'skip'; readonly phase?: string; readonly reason: string }
  | { readonly kind: 'reopen'; readonly phase?: string; readonly reason?: string }
  | { readonly kind: 'setPhase'; readonly phase: string };

export type PartIntent =
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'setTask'; readonly task: string }
  | { readonly kind: 'setBranch'; readonly branch: string | null }
  | { readonly kind: 'setAgents'; readonly agents: readonly string[] }
  | { readonly kind: 'setStatus'; readonly status: WorkflowStatus; readonly reason?: string }
  | {
      readonly kind: 'addDeliverable';
      readonly file: string;
      readonly phase?: string;
      /** SHA-256 of the template the file was just created from. */
      readonly template?: string;
    }
  | { readonly kind: 'removeDeliverable'; readonly file: string }
  | { readonly kind: 'recordDecision'; readonly id: string; readonly choice: string; readonly reason: string }
  | { readonly kind: 'addNextStep'; readonly text: string; readonly status?: string }
  | { readonly kind: 'setNextStep'; readonly number: number; readonly status: NextStepStatus }
  | {
      readonly kind: 'recordCheck';
      readonly phase: string;
      readonly command: string;
      /** Null if only another command's exit code is known; `result` is given then. */
      readonly exitCode: number | null;
      /** Defaults to what the exit code tells. */
      readonly result?: CheckResult;
      /** The command in its one spelling, if the caller knows it. */
      readonly key?: string;
      /** Defaults to `claimed`: only whoever ran the check may claim more. */
      readonly grade?: EvidenceGrade;
      /** Files were edited while it ran, so that it counts for none. */
      readonly isMixed?: boolean;
      /** Location of its output. */
      readonly source?: string;
    }
  | {
      readonly kind: 'setPattern';
      readonly type: string;
      readonly convention: string;
      readonly example?: string;
    }
  | { readonly kind: 'addConstraint'; readonly text: string }
  /** `number` is its place in the list, from 1. */
  | { readonly kind: 'acceptConstraint'; readonly number: number }
  | { readonly kind: 'removeConstraint'; readonly number: number }
  | { readonly kind: 'recordAttempt'; readonly text: string; readonly because?: string }
  | {
      readonly kind: 'recordSessionStart';
      readonly id: string;
      readonly agent: string;
      readonly model: string | null;
    }
  | {
      readonly kind: 'recordSessionEnd';
      readonly id: string;
      readonly model: string | null;
      readonly peakTokens: number | null;
    }
  | {
      readonly kind: 'recordCompaction';
      /** The session that was compacted. */
      readonly id: string;
      readonly trigger: 'manual' | 'auto' | null;
    }
  | {
      readonly kind: 'takeOver';
      /** The session that was taken over. */
      readonly id: string;
      /** The session that continues; null for a person. */
      readonly by: string | null;
    }
  | { readonly kind: 'recordHandoff'; readonly handoff: Omit<HandoffRecord, 'at'> }
  | { readonly kind: 'recordTaskMerge'; readonly merge: Omit<TaskMerge, 'at'> };

/** An intent for an existing workflow. */
export type WorkflowIntent = GateIntent | PartIntent;
export type Intent = StartIntent | WorkflowIntent;
