/**
 * Measures the cost of a workflow from every transcript of its folder. May read gigabytes: never run it on a thread
 * that someone waits for.
 */

import { sessionCourse } from '../../core/usage/session-course.ts';
import type { SessionCourse } from '../../core/usage/session-course.ts';
import { usageReport } from '../../core/usage/usage-report.ts';
import type { TranscriptCalls, UsageReport } from '../../core/usage/usage-report.ts';
import { agentsHere, findMeteredAgent } from '../agents/agents.ts';
import { readerByContent } from '../agents/reader-by-content.ts';
import { ifReadable } from '../files/optional-file.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { listFolderSessions, placeOf } from '../meter/folder-sessions.ts';
import type { SessionPlace } from '../meter/folder-sessions.ts';
import type { MeteredAgent, ListedSubagent } from '../agents/agent.ts';
import { isAbsence, reasonOf } from '../files/system-error.ts';
import { cacheFolder } from '../machine/cache-folder.ts';
import type { JournalPlace } from './read-timelines.ts';
import { scanStore, scanTranscript } from './scan-transcript.ts';
import type { Scan } from './scan-transcript.ts';
import { UsageIndex } from './usage-index.ts';
import type { IndexedTranscript } from './usage-index.ts';

export interface UsageQuestion {
  /** The workspace folder. */
  readonly folder: string;
  readonly workflow: string;
  /** The journals of all workflows of the folder, because they share its calls. */
  readonly journals: readonly JournalPlace[];
  /** Whether the result may be cached in the user's cache folder. */
  readonly isKept: boolean;
}

export interface UsageAnswer {
  readonly report: UsageReport;
  /** Number of transcripts that were read, and of bytes that were read now. */
  readonly transcripts: number;
  readonly bytesRead: number;
  /** What couldn't be read or stored, each with the system's reason; the report is valid without it. */
  readonly failures: readonly string[];
}

/** One session's transcript. */
export interface CourseQuestion {
  readonly agent: string;
  readonly transcript: string;
  /** Whether the result may be cached in the user's cache folder. */
  readonly isKept: boolean;
}

/** Number of new bytes that make rewriting the index worthwhile. */
const WORTH_KEEPING = 256 * 1024;

/** A transcript to read. */
interface Listed {
  readonly agent: MeteredAgent;
  readonly path: string;
  readonly sessionId: string;
  readonly isSubagent: boolean;
  /** Places that it was found for. */
  readonly places: readonly SessionPlace[];
  readonly isConfirmed: boolean;
  readonly activityAt: number;
}

/** Measures repeatedly: what was read is kept in memory and in the cache folder. */
export class UsageMeter {
  readonly #environment: MeterEnvironment;
  readonly #index: UsageIndex;
  readonly #known = new Map<string, IndexedTranscript>();
  /** Bytes of each transcript in the stored index. */
  readonly #kept = new Map<string, number>();

  constructor(environment: MeterEnvironment) {
    this.#environment = environment;
    this.#index = new UsageIndex(cacheFolder(environment));
  }

  /**
   * Measures a workflow.
   *
   * @throws NinefoldError `state-damaged`, `state-newer`, `file-unreadable` for the workflow's own journal
   */
  async measure({ folder, workflow, journals, isKept }: UsageQuestion): Promise<UsageAnswer> {
    const failures: string[] = [];
    const { readTimelines } = await import('./read-timelines.ts');
    const timelines = await readTimelines(workflow, journals, failures);
    const since = timelines.find((one) => one.workflow === workflow)?.spans[0]?.from ?? Infinity;
    const listed = since === Infinity ? [] : await this.#list(folder, since);
    const transcripts: TranscriptCalls[] = [];
    let bytesRead = 0;
    for (const one of listed) {
      try {
        const scan = await this.#scan(one, isKept, failures);
        bytesRead += scan.bytesRead;
        const calls = [...scan.indexed.calls, ...scan.unended];
        const { sessionId, isSubagent } = one;
        if (await this.#isOf(one, scan))
          transcripts.push({ agent: one.agent.id, sessionId, isSubagent, calls });
      } catch (error) {
        // A file that disappeared meanwhile doesn't count.
        if (!isAbsence(error)) failures.push(`${one.path}: ${reasonOf(error)}`);
      }
    }
    return {
      report: usageReport(workflow, timelines, transcripts),
      transcripts: listed.length,
      bytesRead,
      failures,
    };
  }

  /**
   * Returns the course of one session; null if its transcript is gone, or its agent is unknown.
   *
   * @throws the system's error
   */
  async course({ agent: name, transcript: path, isKept }: CourseQuestion): Promise<SessionCourse | null> {
    const agent = await findMeteredAgent(name);
    if (agent === null) return null;
    const scan = await ifReadable(this.#scan({ agent, path }, isKept, []));
    if (scan === null) return null;
    const { calls, compactions } = scan.indexed;
    return sessionCourse([...calls, ...scan.unended], compactions);
  }

  /** The folder's transcripts that grew since the workflow began, including sub-agents'. */
  async #list(folder: string, since: number): Promise<readonly Listed[]> {
    const environment = this.#environment;
    const agents = await agentsHere(environment);
    const { sessions } = await listFolderSessions({ agents, environment, folder });
    const listed: Listed[] = [];
    for (const agent of agents) {
      const own = sessions.filter((one) => one.agent === agent.id);
      for (const { transcript: path, hasTranscript, ...session } of own) {
        if (hasTranscript) listed.push({ ...session, agent, path, isSubagent: false });
      }
      for (const place of new Set([folder, ...own.map((session) => session.folder)])) {
        const here = own.filter((session) => session.folder === place);
        const subagents = await agent.listSubagents(environment, place, here);
        const at = { folder: place, isInWorktree: place !== folder };
        const placesOf = ({ parentSessionId }: ListedSubagent): readonly SessionPlace[] =>
          here.find(({ sessionId }) => sessionId === parentSessionId)?.places ?? [at];
        listed.push(...subagents.map((subagent) => subagentOf(subagent, agent, placesOf(subagent))));
      }
    }
    const once = new Map(listed.map((one) => [one.path, one]));
    return [...once.values()]
      .filter(({ activityAt }) => activityAt >= since)
      .sort((one, other) => one.activityAt - other.activityAt);
  }

  async #scan(
    { agent, path }: Pick<Listed, 'agent' | 'path'>,
    isKept: boolean,
    failures: string[],
  ): Promise<Scan> {
    if (agent.store?.holds(path) === true) return scanStore(path, agent.id, agent.store);
    const reader = await readerByContent(path, agent);
    const loaded = this.#known.get(path) ?? (await this.#index.load(path, agent.id));
    if (!this.#kept.has(path)) this.#kept.set(path, loaded?.end ?? 0);
    const scan = await scanTranscript(path, { agent: agent.id, reader }, loaded);
    this.#known.set(path, scan.indexed);
    const fresh = Math.abs(scan.indexed.end - (this.#kept.get(path) ?? 0));
    if (isKept && fresh >= WORTH_KEEPING) await this.#keep(scan.indexed, failures);
    return scan;
  }

  async #keep(indexed: IndexedTranscript, failures: string[]): Promise<void> {
    this.#kept.set(indexed.path, indexed.end);
    try {
      await this.#index.save(indexed);
    } catch (error) {
      failures.push(`${indexed.path} could not be kept: ${reasonOf(error)}`);
    }
  }

  /** A transcript whose lines name no folder belongs to its own place. */
  async #isOf({ agent, places, isConfirmed }: Listed, { indexed: { cwds } }: Scan): Promise<boolean> {
    if (isConfirmed || cwds.length === 0) return true;
    for (const cwd of cwds) if ((await placeOf(cwd, places, agent, this.#environment)) !== null) return true;
    return false;
  }
}

function subagentOf(
  { parentSessionId: sessionId, transcript: path, activityAt }: ListedSubagent,
  agent: MeteredAgent,
  places: readonly SessionPlace[],
): Listed {
  return { agent, path, sessionId, isSubagent: true, places, isConfirmed: false, activityAt };
}
