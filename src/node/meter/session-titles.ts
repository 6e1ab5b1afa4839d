/** Titles of sessions: what a person asked first, from the beginning of a transcript. */

import { parseObject } from '../../core/json-fields.ts';
import type { LineReader } from '../../core/meter/transcript-reader.ts';
import type { RedactorPort } from '../../core/service/ports.ts';
import { oneLine } from '../../core/text/foreign-text.ts';
import type { MeteredAgent } from '../agents/agent.ts';
import { beginningOf } from '../agents/first-line.ts';
import { ifReadable } from '../files/optional-file.ts';

/** An agent may send long instructions before what a person asked. */
const HEAD_BYTES = 256 * 1024;
/** Code points: a row shows fewer. */
const MAX_LENGTH = 80;

interface KnownTitle {
  readonly title: string | null;
  /** Number of bytes that were searched. */
  readonly searched: number;
}

/** Finds titles, and remembers them: a session keeps its first question. */
export class SessionTitles {
  readonly #redactor: Pick<RedactorPort, 'redact'>;
  #known: ReadonlyMap<string, KnownTitle> = new Map();
  #kept = new Map<string, KnownTitle>();

  constructor(redactor: Pick<RedactorPort, 'redact'>) {
    this.#redactor = redactor;
  }

  /** Forgets what wasn't asked for since the last call. */
  forgetOthers(): void {
    this.#known = this.#kept;
    this.#kept = new Map();
  }

  /**
   * Returns the title of a session, redacted, in one line.
   *
   * @param name the agent's own name for it; null if there is none
   * @returns null if there is neither
   */
  async of(agent: MeteredAgent, transcript: string, name: string | null): Promise<string | null> {
    const key = name ?? transcript;
    const known = this.#kept.get(key) ?? this.#known.get(key);
    const found = known?.title == null ? await this.#find(agent, transcript, { name, known }) : known;
    this.#kept.set(key, found);
    return found.title;
  }

  async #find(
    agent: MeteredAgent,
    transcript: string,
    { name, known }: { readonly name: string | null; readonly known: KnownTitle | undefined },
  ): Promise<KnownTitle> {
    if (name !== null) return { title: await this.#shown(name), searched: 0 };
    const reader = agent.store?.holds(transcript) === true ? null : agent.readerOf(transcript);
    if (reader?.form !== 'lines' || reader.title === undefined || known?.searched === HEAD_BYTES) {
      return { title: null, searched: HEAD_BYTES };
    }
    const head = await ifReadable(beginningOf(transcript, HEAD_BYTES));
    if (head === null) return known ?? { title: null, searched: 0 };
    const searched = Buffer.byteLength(head);
    if (searched === known?.searched) return known;
    const title = titleIn(reader, head);
    return { title: title === null ? null : await this.#shown(title), searched };
  }

  async #shown(text: string): Promise<string> {
    const line = oneLine((await this.#redactor.redact(text)).text).trim();
    const points = Array.from(line);
    return points.length <= MAX_LENGTH ? line : `${points.slice(0, MAX_LENGTH - 1).join('')}…`;
  }
}

function titleIn(reader: LineReader, text: string): string | null {
  for (const line of text.split('\n')) {
    const fields = parseObject(line);
    const title = fields === null ? null : (reader.title?.(fields) ?? null);
    if (title !== null) return title;
  }
  return null;
}
