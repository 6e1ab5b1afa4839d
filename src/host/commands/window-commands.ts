import { isAbsolute, join, posix } from 'node:path';

import { env, l10n, Range, Uri, window, workspace } from 'vscode';

import { shownKey, snoozed } from '../../core/meter/notices.ts';
import { bannerFor } from '../../core/view/banner-progress.ts';
import { loadEngine } from '../engine.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { waitingRules } from '../folders/folder-snapshot.ts';
import { pickOne } from '../quick-input.ts';
import { offerReview } from '../rules/review-rules.ts';
import { confirmBriefly, readingOf } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { showActions } from './show-actions.ts';

/** Duration of *Snooze*. */
const SNOOZE_MINUTES = 30;

/** Creates the commands for views, the log, and the meter. */
export function windowCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.showPhases': () => context.phases()?.focus(),
    'ninefold.showActions': () => showActions(context),
    'ninefold.copyBanner': () => copyBanner(context),
    'ninefold.snoozeWarnings': () => snooze(context),
    'ninefold.openJournal': () => openJournal(context),
    'ninefold.openRules': (key) => openRules(context, typeof key === 'string' ? key : undefined),
  };
}

async function copyBanner({ reading, model }: CommandContext): Promise<void> {
  const { value } = reading;
  const banner = bannerFor(value, model.state);
  if (banner === '') {
    confirmBriefly(l10n.t('No warning level reached; no banner to copy'));
    return;
  }
  await env.clipboard.writeText(banner);
  confirmBriefly(l10n.t('Banner copied'));
}

async function snooze(context: CommandContext): Promise<void> {
  const { model } = context;
  const value = readingOf(context);
  if (value === null) {
    confirmBriefly(l10n.t('No metered session; nothing to snooze'));
    return;
  }
  const { service } = await model.writable();
  const now = service.ports.clock.now();
  const until = new Date(Date.parse(now) + SNOOZE_MINUTES * 60_000);
  const key = shownKey(value);
  await service.ports.session.update((session) => ({
    ...session,
    shown: { ...session.shown, [key]: snoozed(session.shown[key] ?? null, until.toISOString(), now) },
  }));
  const time = until.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  confirmBriefly(l10n.t('Warnings for this session are snoozed until {time}', { time }));
}

/** Opens the journal of the active workflow or, if the state is damaged, the damaged file at its line. */
async function openJournal({ model }: CommandContext): Promise<void> {
  const { root, folder, service, layout } = await model.readable();
  const { journalFiles, workflowFile } = await loadEngine();
  const { snapshot } = model;
  if (snapshot?.kind !== 'damaged') {
    const { id } = await service.state();
    const path = await pickJournal(await journalFiles(layout, id));
    if (path !== undefined) await window.showTextDocument(Uri.file(layout.absolute(path)));
    return;
  }
  const { file = workflowFile(snapshot.id ?? '', 'journal.jsonl'), line = 1 } = snapshot.error.parameters;
  const path = String(file);
  const candidates = isAbsolute(path) ? [path] : [join(root, path), join(folder, path)];
  const index = Math.max(0, Number(line) - 1);
  await showFirst(
    candidates.map((candidate) => Uri.file(candidate)),
    new Range(index, 0, index, 0),
  );
}

/**
 * Opens `ninefold.json`, at an invalid line or the rule that a link names, creating it if needed, and asks again about
 * rules that wait.
 */
async function openRules({ model, reporter }: CommandContext, key = ''): Promise<void> {
  const { hasRulesFile, lineOfRule, makeRulesFile, RULES_FILE } = await loadEngine();
  const { root } = await model.readable();
  if (!(await hasRulesFile(root))) await makeRulesFile((await model.writable()).layout);
  const { snapshot } = model;
  const failure = snapshot === undefined || snapshot.kind === 'loading' ? null : snapshot.meter.rulesFailure;
  const line = failure === null ? await lineOfRule(root, key) : Number(failure.parameters.line ?? 1);
  const index = Math.max(0, line - 1);
  await window.showTextDocument(Uri.file(join(root, RULES_FILE)), {
    selection: new Range(index, 0, index, 0),
  });
  const waiting = model.current === undefined ? [] : waitingRules(model.current.snapshot);
  if (workspace.isTrusted && model.current !== undefined && waiting.length > 0)
    void offerReview(model.current, waiting).catch((error: unknown) => reporter.show(error));
}

/** Asks which segment of a shared journal to open, if there are several; the file in their place only stands for them. */
async function pickJournal([own, ...segments]: readonly string[]): Promise<string | undefined> {
  const [first, ...others] = segments.toReversed();
  if (first === undefined || others.length === 0) return first ?? own;
  const items = [first, ...others].map((path) => ({ path, label: posix.basename(path) }));
  const placeHolder = l10n.t('Select a part of the journal');
  return (await pickOne(items, { title: l10n.t('Open Journal'), placeHolder }))?.path;
}

/** Opens the first file that exists. */
async function showFirst(uris: readonly Uri[], selection: Range): Promise<void> {
  const [first, ...rest] = uris;
  if (first === undefined) return;
  try {
    await window.showTextDocument(first, { selection });
  } catch (error) {
    if (rest.length === 0) throw error;
    await showFirst(rest, selection);
  }
}
