/**
 * What the extension loads after activation (`dist/engine.js`): the state on disk and everything that decides,
 * writes, and exports. A separate bundle, so that startup doesn't pay for it.
 */

import { readText } from './files/safe-read.ts';
import type * as ObserveChecks from '../core/service/observe-checks.ts';
import type { OlderPlaces } from './recovery/older-workflow.ts';

export { DEFAULT_RULES } from '../core/rules/rules.ts';
export { WORKFLOW_STATE_FILE } from '../core/exports/export-names.ts';
export { workflowFile } from '../core/exports/exports.ts';
export { draftReads } from '../core/service/draft-reads.ts';
export { journalFiles } from './journal/segment-list.ts';
export { createDeliverable, newDocument } from '../core/service/deliverable-service.ts';
export { ActivityClient } from './activity/activity-client.ts';
export { activityForHandoff } from './handoffs/session-activity.ts';
export { createSessionHandoff } from './handoffs/session-handoffs.ts';
export { createHandoff, promptFor, writeForLevel } from '../core/service/handoff-service.ts';
export { driftLines } from '../core/handoff/drift-words.ts';
export { resumeWorkflow } from '../core/service/resume-service.ts';
export { deleteWorkflow, trashExpired, listExpired } from '../core/service/workflow-cleanup.ts';
export { applyShare, planShare, undoShare } from './folder/share-state.ts';
export { isShared } from './state/shared-rules.ts';
export { secretsToShare, sharedSecretText } from './folder/shared-secrets.ts';
export { applyRemoval, planRemoval } from './folder/removal.ts';
export { stateStatuses } from './folder/state-statuses.ts';
export { refusedFiles } from './folder/refused-files.ts';
export { lazyRedactor, openFolder } from './folder/open-folder.ts';
export { hasRulesFile, lineOfRule, makeRulesFile, RULES_FILE } from './rules/rules-file.ts';
export { ruleNames } from '../core/rules/restricted-rule.ts';
export { rulePhrase } from '../core/rules/rule-words.ts';
export { acceptRules, forgetRules } from './rules/accepted-rules.ts';
export { changeRuleOfPerson } from './rules/trusted-rules.ts';
export { diagnosticsText } from '../core/diagnostics/diagnostics.ts';
export { definitionFolders } from './agents/agents.ts';
export { systemEnvironment } from './machine/environment.ts';
export { changesSince } from './git/changes-since.ts';
export { haveChangedAfter } from './files/changed-after.ts';
export { MeterFollower } from './meter/follower.ts';
export { waitingFolder } from './meter/waiting-sessions.ts';
export { SessionListReader } from './meter/session-list-reader.ts';
export { describeSearch } from './meter/describe-search.ts';
export { sessionLiveness } from './meter/session-liveness.ts';
export { programExists } from './machine/programs.ts';
export { techniquesOf } from '../core/savings/savings.ts';
export { UsageClient } from './usage/usage-client.ts';
export { usageQuestion } from './usage/usage-question.ts';
export { TaskListReader } from './tasks/task-list-reader.ts';
export { TokenizerClient } from './tokens/tokenizer-client.ts';
export { exportQuestion } from './toon/export-question.ts';
export { ToonClient } from './toon/toon-client.ts';
export { takeInProposals } from '../core/service/proposal-service.ts';
export { damageRows } from '../core/view/damage-rows.ts';
export { treeRows } from '../core/view/tree-rows.ts';
export { refusalPhrase } from '../core/proposals/report-words.ts';

/** Reads a document of the workspace, never through a link; undefined if there is none. */
export async function readDocument(path: string): Promise<string | undefined> {
  return readText({ path, kind: 'document' });
}

/** Loads what recovers a workflow, which few windows need. */
export function loadRecovery() {
  return import('./recovery/recovery-part.ts');
}

/** Tests whether a folder without a workflow has state of an older tool on disk. Runs no git. */
export async function hasOlderState(places: OlderPlaces): Promise<boolean> {
  return (await loadRecovery()).hasOlderState(places);
}

/** Loads what explains the keys of exports, which only a hover asks for. */
export function loadKeys() {
  return import('../core/exports/explain-key.ts');
}

/** Loads what records the checks of an agent's commands. */
export async function observeCommands(...given: Parameters<typeof ObserveChecks.observeCommands>) {
  const { observeCommands: observe } = await import('../core/service/observe-checks.ts');
  return observe(...given);
}

/** Loads what offers a session's work to a workflow. */
export function loadWork() {
  return import('./activity/work-part.ts');
}

/** Loads what runs checks. */
export function loadChecks() {
  return import('./checks/checks-part.ts');
}

/** Loads what measures savings, which also summarizes the output of checks. */
export function loadSavings() {
  return import('./savings/measure-savings.ts');
}
