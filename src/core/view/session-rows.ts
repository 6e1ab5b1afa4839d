/** Agent sessions of folders as rows. Pure; the host translates phrases. */

import { agentName } from '../agents/agents.ts';
import { spokenLevel } from '../meter/assumed-window.ts';
import { groupThousands, shortTokens } from '../meter/format-tokens.ts';
import { isWarningLevel, type LevelRules } from '../meter/levels.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { Reading } from '../meter/reading.ts';
import type { SessionStage } from '../meter/transcript-reader.ts';
import { statusText } from '../meter/status-text.ts';
import { agePhrase, spokenAge } from './age.ts';
import { sessionPhrase } from './session-words.ts';

/** A sub-agent. It has its own context, so it has no figures here. */
export interface SubagentFacts {
  readonly sessionId: string;
  readonly transcript: string;
  /** Milliseconds since the epoch. */
  readonly activityAt: number;
}

export interface SessionFacts {
  readonly sessionId: string;
  /** The agent's own name for it, or what was asked first; null if unknown. */
  readonly title: string | null;
  /** What a live session is at; null if unknown. */
  readonly stage: SessionStage | null;
  /** Null if there's none yet. */
  readonly transcript: string | null;
  readonly reading: Reading;
  readonly activityAt: number;
  /** The worktree it was found in; null for the folder itself. */
  readonly worktree: string | null;
  readonly isPinned: boolean;
  /** Whether the folder's meter shows it. */
  readonly isFollowed: boolean;
  readonly subagents: readonly SubagentFacts[];
}

export interface FolderSessionFacts {
  /** Key of the folder in the window. */
  readonly key: string;
  readonly name: string;
  readonly levels: LevelRules;
  readonly sessions: readonly SessionFacts[];
}

export interface SessionRow {
  readonly kind: 'session' | 'subagent' | 'sessionFolder';
  readonly id: string;
  readonly parent: string | null;
  /** Key of the folder. */
  readonly folder: string;
  readonly sessionId: string | null;
  /** Id of its agent; null on other rows. */
  readonly agent: string | null;
  readonly transcript: string | null;
  readonly isLive: boolean;
  /** Whether it waits for a permission or an answer. */
  readonly isWaiting: boolean;
  readonly isPinned: boolean;
  readonly label: string;
  readonly description: readonly Phrase[];
  readonly spoken: readonly Phrase[];
  readonly tooltip: readonly Phrase[];
  /** Ids of a VS Code codicon and theme color. */
  readonly icon: string;
  readonly color: string | null;
  readonly children: readonly SessionRow[];
}

/** Creates the rows of sessions, grouped by folder if there are several. @param now milliseconds since the epoch */
export function sessionRows(folders: readonly FolderSessionFacts[], now: number): readonly SessionRow[] {
  const [only, ...more] = folders;
  if (only === undefined) return [];
  if (more.length === 0) return rowsOf(only, null, now);
  return folders.map((folder) => folderRow(folder, now));
}

function folderRow(folder: FolderSessionFacts, now: number): SessionRow {
  const id = `folder ${folder.key}`;
  return {
    ...NOTHING,
    kind: 'sessionFolder',
    id,
    folder: folder.key,
    label: folder.name,
    spoken: [sessionPhrase('folder-spoken', { name: folder.name })],
    icon: 'root-folder',
    children: rowsOf(folder, id, now),
  };
}

function rowsOf(folder: FolderSessionFacts, parent: string | null, now: number): readonly SessionRow[] {
  return folder.sessions.map((session) => sessionRow(folder, session, { parent, now }));
}

const NOTHING = {
  parent: null,
  sessionId: null,
  agent: null,
  transcript: null,
  isLive: false,
  isWaiting: false,
  isPinned: false,
  description: [],
  tooltip: [],
  color: null,
  children: [],
} as const;

interface Place {
  readonly parent: string | null;
  readonly now: number;
}

function sessionRow(
  { key, levels }: FolderSessionFacts,
  session: SessionFacts,
  { parent, now }: Place,
): SessionRow {
  const { reading, sessionId, transcript, isPinned, title, stage } = session;
  const id = `session ${key} ${transcript ?? sessionId}`;
  return {
    kind: 'session',
    id,
    parent,
    folder: key,
    sessionId,
    agent: reading.agent,
    transcript,
    isLive: reading.live,
    isWaiting: stage === 'waiting',
    isPinned,
    label: title ?? agentName(reading.agent),
    description: descriptionOf(session, now),
    spoken: spokenOf(session, now),
    tooltip: [...statusText({ reading, rules: levels, now }).tooltip, ...idleAdvice(session, now)],
    ...iconOf(session),
    children: session.subagents.map((subagent) => subagentRow(key, subagent, { parent: id, now })),
  };
}

function subagentRow(folder: string, subagent: SubagentFacts, { parent, now }: Place): SessionRow {
  const { sessionId, transcript, activityAt } = subagent;
  return {
    ...NOTHING,
    kind: 'subagent',
    id: `subagent ${parent ?? ''} ${transcript}`,
    parent,
    folder,
    sessionId,
    transcript,
    label: sessionId,
    description: [agePhrase(now - activityAt, true)],
    spoken: [sessionPhrase('subagent-spoken', { id: sessionId }), spokenAge(now - activityAt)],
    icon: 'type-hierarchy-sub',
  };
}

/** Agents' providers keep a conversation in their cache for an hour at most. */
const CACHED_MS = 60 * 60_000;
/** Tokens from which reading all of them again is worth a thought. */
const MANY_TOKENS = 200_000;

/** After an hour, the next prompt sends everything anew; for a large session, that is a reason to begin another. */
function idleAdvice({ reading, activityAt }: SessionFacts, now: number): readonly Phrase[] {
  const { live, tokens } = reading;
  const isDue = live && tokens !== null && tokens > MANY_TOKENS && now - activityAt >= CACHED_MS;
  return isDue ? [sessionPhrase('idle-advice', { tokens: groupThousands(tokens) })] : [];
}

function stagePhrases(stage: SessionStage | null): readonly Phrase[] {
  return stage === null ? [] : [sessionPhrase(stage)];
}

function descriptionOf(session: SessionFacts, now: number): readonly Phrase[] {
  const { reading, activityAt, worktree, title, stage } = session;
  const { model, live } = reading;
  return [
    ...stagePhrases(stage),
    ...(title === null ? [] : [sessionPhrase('agent', { agent: agentName(reading.agent) })]),
    usedPhrase(reading),
    agePhrase(now - activityAt, live),
    ...(model === null ? [] : [sessionPhrase('model', { model: shortModel(model) })]),
    ...(worktree === null ? [] : [sessionPhrase('place', { place: worktree })]),
  ];
}

function usedPhrase({ level, tokens, percent, noCount }: Reading): Phrase {
  if (level === 'compacted') return sessionPhrase('compacted');
  if (noCount !== undefined) return sessionPhrase('no-count');
  if (tokens === null) return sessionPhrase('no-call');
  if (percent === null) return sessionPhrase('used-unknown-window', { tokens: shortTokens(tokens) });
  return sessionPhrase('used', { tokens: shortTokens(tokens), percent });
}

/** Removes the vendor prefix and date suffix, which the tooltip shows. */
function shortModel(model: string): string {
  return model.replace(/^claude-/, '').replace(/-\d{8}$/, '');
}

function spokenOf(session: SessionFacts, now: number): readonly Phrase[] {
  const { reading, isPinned, isFollowed, activityAt, worktree, subagents, title, stage } = session;
  return [
    ...(title === null ? [] : [sessionPhrase('title', { title })]),
    sessionPhrase('session-spoken', { agent: agentName(reading.agent) }),
    sessionPhrase(reading.live ? 'live' : 'ended'),
    ...stagePhrases(stage),
    ...(isFollowed ? [sessionPhrase('followed')] : []),
    ...(isPinned ? [sessionPhrase('pinned')] : []),
    spokenUse(reading),
    ...(reading.model === null ? [] : [sessionPhrase('model', { model: reading.model })]),
    spokenAge(now - activityAt),
    ...(worktree === null ? [] : [sessionPhrase('place', { place: worktree })]),
    ...(subagents.length === 0 ? [] : [sessionPhrase('subagents-spoken', { count: subagents.length })]),
  ];
}

function spokenUse(reading: Reading): Phrase {
  const { tokens, window, percent } = reading;
  if (reading.level === 'compacted' || tokens === null) return usedPhrase(reading);
  if (window === null || percent === null) {
    return sessionPhrase('tokens-spoken', { tokens: groupThousands(tokens) });
  }
  const figures = { tokens: groupThousands(tokens), window: groupThousands(window), percent };
  return sessionPhrase('used-spoken', figures);
}

/** The shape shows the kind, the color the level; the text says both too. */
function iconOf({ reading, isPinned, isFollowed, stage }: SessionFacts): Pick<SessionRow, 'icon' | 'color'> {
  if (stage === 'waiting') return { icon: 'bell-dot', color: 'list.warningForeground' };
  const icon = isPinned ? 'pinned' : isFollowed ? 'pulse' : reading.live ? 'circle-filled' : 'circle-outline';
  if (!reading.live) return { icon, color: 'disabledForeground' };
  if (spokenLevel(reading) === 'force') return { icon, color: 'list.errorForeground' };
  return { icon, color: isWarningLevel(reading.level) ? 'list.warningForeground' : 'charts.green' };
}
