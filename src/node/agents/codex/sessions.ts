/** Meters Codex CLI: its rollouts, in folders by their first day. */

import { join } from 'node:path';
import { codex } from '../../../core/agents/codex/agent.ts';
import {
  codexCompactsAt,
  codexPercent,
  codexReader,
  isCodexRecord,
  parseCodexConfig,
} from '../../../core/agents/codex/transcript.ts';
import type { WindowResolution } from '../../../core/meter/reading.ts';
import type { TranscriptState } from '../../../core/meter/transcript-reader.ts';
import { type GivenWindow, ruledWindow } from '../../../core/meter/window.ts';
import { isOfFolder, spellingsOf, within } from '../folder-paths.ts';
import { tryReadForeignText } from '../../files/safe-read.ts';
import { codexFolder } from './folder.ts';
import { isRollout, listRollouts, rolloutFolders, type Rollout, RolloutHeads } from './rollouts.ts';
import type { MeteredAgent, ListedSession, WatchFolder } from '../agent.ts';

const { id: ID } = codex;

/** Maximum number of transcripts to read, newest first; a first line never changes, so each is read once. */
const MAX_HEADS = 256;
/**
 * Number of the newest sessions whose folders are watched: a resumed one continues in the folder of its first day.
 */
const MAX_WATCHED = 8;

const heads = new RolloutHeads();

export const codexAgent: MeteredAgent = {
  id: ID,
  recognizes: isCodexRecord,
  readerOf: () => codexReader,
  percentOf: codexPercent,

  async readWindowing(environment) {
    const text = (await tryReadForeignText(join(codexFolder(environment), 'config.toml'), 'fields')) ?? '';
    const { limit, isOtherScope } = parseCodexConfig(text);
    return (state, given) => {
      const window = windowOf(state, given);
      // It compacts by the reported window, whatever window a rule sets for warnings.
      const isKnown = state.window !== null && !isOtherScope;
      return { window, compactsAt: isKnown ? codexCompactsAt(state.window, limit) : null };
    };
  },

  async listSessions(environment, folder) {
    const { rollouts, compressed } = await listRollouts(environment);
    const own = await ofFolder(rollouts, folder, environment.platform);
    const kept = new Set(own.map(({ rollout }) => rollout.path));
    const mains = own.filter(({ state }) => state.parentSessionId === null);
    return {
      sessions: mains.map(listedSessionOf),
      elsewhere: rollouts
        .map(({ path }) => path)
        .filter((path) => !kept.has(path) || !mains.some(({ rollout }) => rollout.path === path)),
      compressed,
    };
  },

  async listSubagents(environment, folder) {
    const { rollouts } = await listRollouts(environment);
    const own = await ofFolder(rollouts, folder, environment.platform);
    return own.flatMap(({ rollout, state: { parentSessionId, sessionId } }) =>
      parentSessionId === null || sessionId === null
        ? []
        : [{ agent: ID, parentSessionId, sessionId, transcript: rollout.path, activityAt: rollout.at }],
    );
  },

  isOfFolder,

  findProcess: () => Promise.resolve(null),

  async listWatchFolders(environment, folder) {
    const { rollouts } = await listRollouts(environment);
    const own = await ofFolder(rollouts, folder, environment.platform);
    const active = own.slice(0, MAX_WATCHED).map(({ rollout }) => rollout.folder);
    const { fixed, newest } = await rolloutFolders(environment);
    const isDay = (name: string): boolean => /^\d{2,4}$/.test(name) || isRollout(name);
    return [
      ...fixed.map((path): WatchFolder => ({ path, concerns: isDay, isUrgent: true })),
      ...[...new Set([...newest, ...active])].map((path): WatchFolder => ({
        path,
        concerns: isDay,
        isUrgent: true,
      })),
    ];
  },
};

/** In this order: the setting, the window reported with this reading, the rollout's, a rule. Nothing is assumed. */
function windowOf(
  { window, model }: TranscriptState,
  { reported, given, rules }: GivenWindow,
): WindowResolution | null {
  if (given !== null) return { window: given, windowSource: 'setting' };
  const told = reported ?? window;
  if (told !== null) return { window: told, windowSource: 'reported' };
  const ruled = ruledWindow(model, rules);
  return ruled === null ? null : { window: ruled, windowSource: 'setting' };
}

interface IdentifiedRollout {
  readonly rollout: Rollout;
  /** After the first line. */
  readonly state: TranscriptState;
}

/** The folder's own among the newest, including sub-agents, newest first. */
async function ofFolder(
  rollouts: readonly Rollout[],
  folder: string,
  platform: NodeJS.Platform,
): Promise<readonly IdentifiedRollout[]> {
  const isHere = within(await spellingsOf(folder), { platform });
  const own: IdentifiedRollout[] = [];
  for (const rollout of rollouts.slice(0, MAX_HEADS)) {
    const state = await heads.of(rollout);
    if (state?.cwd != null && isHere(state.cwd)) own.push({ rollout, state });
  }
  return own;
}

function listedSessionOf({ rollout, state }: IdentifiedRollout): ListedSession {
  return {
    agent: ID,
    sessionId: state.sessionId ?? rollout.path,
    transcript: rollout.path,
    hasTranscript: true,
    isEmpty: false,
    activityAt: rollout.at,
    pid: null,
    isConfirmed: true,
  };
}
