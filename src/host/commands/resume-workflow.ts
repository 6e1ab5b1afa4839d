import { join } from 'node:path';

import { commands, l10n, QuickPickItemKind, Uri } from 'vscode';

import { agentName } from '../../core/agents/agents.ts';
import type { Drift, DriftReport } from '../../core/handoff/drift.ts';
import type { DriftLine } from '../../core/handoff/drift-words.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { WorkflowOverview } from '../../core/workflow/overview.ts';
import type { OtherSession, ResumeOutcome } from '../../core/service/resume-service.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import { translate } from '../messages.ts';
import { meterEnvironment } from '../meter/folder-meter.ts';
import { launch, offeredLaunches } from '../sessions/launch.ts';
import { CLIPBOARD } from '../sessions/last-launch.ts';
import { PERSON, confirmBriefly, readingOf } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { preview } from './preview.ts';
import { pickWorkflow } from './workflow-commands.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';
import { sha256 } from '../../node/files/sha256.ts';

/** Resumes a workflow: shows the drift since its handoff and the sessions at work, and offers ways to continue. */
export async function resumeChosen(context: CommandContext, given: string | undefined): Promise<void> {
  const open = await context.model.writable();
  const id = given ?? (await pickResumable(context, open.service))?.id;
  if (id === undefined) return;
  // Only a person resumes a cancelled workflow; the core doesn't.
  if ((await open.service.state(id)).status === 'cancelled') {
    await open.service.execute({ kind: 'setStatus', status: 'in_progress' }, PERSON, id);
  }
  for (let isTakingOver = false; ;) {
    const outcome = await takeUp(context, open, { id, isTakingOver });
    await context.model.refresh();
    const chosen = await offer(context, open, outcome);
    if (chosen === undefined || !(await chosen.run())) return;
    isTakingOver = chosen.isTakeOver === true;
  }
}

/** Asks for a workflow, unless only one isn't completed. */
async function pickResumable(
  context: CommandContext,
  service: WorkflowService,
): Promise<WorkflowOverview | undefined> {
  const { overviews, failures } = await service.ports.journals.readOverviews();
  const [only, ...more] = overviews.filter(({ status }) => status !== 'completed');
  // One that can't be read may be the one that is meant.
  const isOnly = only !== undefined && more.length === 0 && failures.length === 0;
  return isOnly ? only : pickWorkflow(context, service, l10n.t('Resume Workflow'));
}

async function takeUp(
  { userFolder }: CommandContext,
  open: OpenFolder,
  wanted: { readonly id: string; readonly isTakingOver: boolean },
): Promise<ResumeOutcome> {
  const engine = await loadEngine();
  const now = Date.parse(open.service.ports.clock.now());
  const liveness = await engine.sessionLiveness(meterEnvironment(engine, userFolder), open.folder, now);
  return engine.resumeWorkflow(open.service, PERSON, { ...wanted, liveness });
}

interface ResumeItem extends Choice {
  /** @returns true to show the list again, updated */
  readonly run: () => Promise<boolean>;
  readonly isTakeOver?: true;
}

async function offer(
  context: CommandContext,
  open: OpenFolder,
  outcome: ResumeOutcome,
): Promise<ResumeItem | undefined> {
  const { state, prompt, drift, otherSession } = outcome;
  const items = [
    ...(await goOnItems(context, open, outcome)),
    ...(otherSession === null ? [] : [takeOverItem(otherSession)]),
    ...(drift === null || drift.isUnchanged ? [] : [refreshItem(context, open)]),
    ...(drift === null || drift.document === 'gone' ? [] : [openItem(open, state.id)]),
    ...(drift === null ? [] : await driftItems(context, open, drift)),
  ];
  return pickOne(items, {
    title: l10n.t('Resume {name}', { name: state.name }),
    placeHolder: prompt,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
}

/** The prompt for the clipboard, and for a terminal: with the session's own agent, or the first that is there. */
async function goOnItems(
  context: CommandContext,
  { folder }: OpenFolder,
  { prompt, state }: ResumeOutcome,
): Promise<readonly ResumeItem[]> {
  const session = { prompt, folder, id: state.id };
  const copy = {
    icon: 'copy',
    label: l10n.t('Copy Prompt'),
    description: l10n.t('For any agent'),
    run: () => done(async () => confirmBriefly((await launch(CLIPBOARD, session, context.reporter)) ?? '')),
  };
  const offered = await offeredLaunches(prompt, { own: readingOf(context)?.agent });
  const terminal = offered.find(({ kind }) => kind === 'terminal');
  if (terminal?.kind !== 'terminal') return [copy];
  const run = {
    icon: 'terminal',
    label: l10n.t('Run in Terminal'),
    description: l10n.t('Starts {agent} with the prompt', { agent: terminal.agent.name }),
    run: () => done(() => launch(terminal, session, context.reporter)),
  };
  return [copy, run];
}

function takeOverItem({ id, agent: agentId, since, isLive }: OtherSession): ResumeItem {
  const time = new Date(since).toLocaleString();
  const agent = agentName(agentId);
  return {
    icon: 'person',
    label: l10n.t('Take Over from Session {session}', { session: id.slice(0, 8) }),
    description:
      isLive === true
        ? l10n.t('{agent}, active since {time}', { agent, time })
        : l10n.t('{agent}, started at {time}; no end recorded', { agent, time }),
    run: () => Promise.resolve(true),
    isTakeOver: true,
  };
}

function refreshItem(context: CommandContext, { service }: OpenFolder): ResumeItem {
  return {
    icon: 'refresh',
    label: l10n.t('Refresh Handoff'),
    description: l10n.t("Writes it again from what's on disk now"),
    run: async () => {
      const { createHandoff } = await loadEngine();
      await createHandoff(service, PERSON, { reading: readingOf(context) });
      await context.model.refresh();
      return true;
    },
  };
}

function openItem({ service, root }: OpenFolder, id: string): ResumeItem {
  return {
    icon: 'open-preview',
    label: l10n.t('Open Handoff'),
    run: () =>
      done(async () => {
        const newest = (await service.ports.exports.listHandoffs(id))[0];
        if (newest !== undefined) await preview(Uri.file(join(root, newest.path)));
      }),
  };
}

async function driftItems(
  context: CommandContext,
  open: OpenFolder,
  drift: DriftReport,
): Promise<readonly ResumeItem[]> {
  const { driftLines } = await loadEngine();
  const time = new Date(drift.handoff.at).toLocaleString();
  const label = drift.isUnchanged
    ? l10n.t('Unchanged since the handoff of {time}', { time })
    : l10n.t('Since the handoff of {time}', { time });
  const heading = { label, kind: QuickPickItemKind.Separator, run: () => Promise.resolve(true) };
  return [heading, ...driftLines(drift).map((line) => driftItem(context, open, drift, line))];
}

/** Opens a diff for a changed file; other rows only show the drift. The list stays open. */
function driftItem(
  { documents }: CommandContext,
  open: OpenFolder,
  drift: DriftReport,
  line: DriftLine,
): ResumeItem {
  const { file } = line;
  const icon = file === null ? iconOf(line.drift) : 'diff';
  return {
    icon,
    label: translate(line.words),
    description: translate({ template: line.drift, parameters: {} }),
    run: () =>
      file === null ? Promise.resolve(true) : done(() => compare({ documents }, open, drift, file)),
  };
}

function iconOf(drift: Drift): string {
  switch (drift) {
    case 'unchanged':
      return 'pass';
    case 'changed since':
      return 'edit';
    case 'gone':
      return 'trash';
    case 'branch differs':
      return 'git-branch';
    case 'new commits':
      return 'git-commit';
  }
}

/** Compares the file as of the handoff, if git has it, with the one on disk; shows one side if the other is gone. */
async function compare(
  { documents }: Pick<CommandContext, 'documents'>,
  { folder, service }: OpenFolder,
  drift: DriftReport,
  file: string,
): Promise<void> {
  const { was: commit } = drift.commits;
  const then = commit === null ? undefined : await service.ports.workspace.fileAt(commit, file);
  const now = Uri.file(join(folder, ...file.split('/')));
  const record = drift.files.find((one) => one.file === file);
  if (then === undefined) {
    if (record?.drift === 'gone') confirmBriefly(l10n.t('No earlier version of {file} in Git', { file }));
    else await commands.executeCommand('vscode.open', now);
    return;
  }
  const before = documents.uriOf(file, commit ?? '', then);
  const isExact = sha256(then) === record?.was;
  const name = isExact
    ? l10n.t('{file} (Handoff ↔ Current)', { file })
    : l10n.t('{file} (Last Commit Before Handoff ↔ Current)', { file });
  if (record?.drift === 'gone') await commands.executeCommand('vscode.open', before, undefined, name);
  else await commands.executeCommand('vscode.diff', before, now, name);
}

async function done(work: () => unknown): Promise<boolean> {
  await work();
  return false;
}
