import { NinefoldError } from '../../core/errors.ts';
import { sessionPicture } from '../../core/picture/session-picture.ts';
import type { PictureFacts, SessionPicture } from '../../core/picture/session-picture.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { WindowFill } from '../../core/meter/window-fill.ts';
import type { SessionCourse } from '../../core/usage/session-course.ts';
import type { CommandContext } from '../commands/command-context.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import { errorText } from '../messages.ts';
import { factsOf } from '../meter/folder-meter.ts';

/** What the page shows: as much as could be read, and why the rest is missing. */
export interface SourcePicture {
  readonly picture: SessionPicture;
  /** Null if everything could be read. */
  readonly failure: string | null;
}

/** Placeholder before a folder is open. */
const NO_LEVELS = { warning: 100, suggest: 100, force: 100 };

type Work = NonNullable<PictureFacts['work']>;

/** Gathers the data of the session view. */
export class PictureSource {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /** Reads the data; reports a failure without hiding the rest. */
  async read(controller: FolderController | undefined): Promise<SourcePicture> {
    const failures: string[] = [];
    const attempt = async <T>(what: string, read: () => Promise<T | null>): Promise<T | null> => {
      try {
        return await read();
      } catch (error) {
        this.#context.reporter.note(what, error);
        failures.push(NinefoldError.is(error) ? await errorText(error) : String(error));
        return null;
      }
    };
    const reading = this.#readingOf(controller);
    const levels = controller === undefined ? undefined : factsOf(controller)?.levels;
    const facts: PictureFacts = {
      reading,
      fill: this.#fillOf(controller),
      course: await attempt("couldn't read the session", () => this.#course(controller, reading)),
      levels: levels ?? NO_LEVELS,
      work: await attempt("couldn't read the workflow", () => this.#work(controller)),
      now: Date.now(),
    };
    return { picture: sessionPicture(facts), failure: failures[0] ?? null };
  }

  /** An estimate is about the open editors, not a session. */
  #readingOf(controller: FolderController | undefined): Reading | null {
    return controller === undefined ? null : this.#context.reading.of(controller.key);
  }

  #fillOf(controller: FolderController | undefined): WindowFill | null {
    const { searches, fills } = this.#context;
    return fills.of(controller?.key, searches.of(controller?.folder.uri.fsPath)?.transcript);
  }

  async #course(
    controller: FolderController | undefined,
    reading: Reading | null,
  ): Promise<SessionCourse | null> {
    const transcript = this.#context.searches.of(controller?.folder.uri.fsPath)?.transcript ?? null;
    if (transcript === null || reading?.agent == null) return null;
    return this.#context.usage.course(reading.agent, transcript);
  }

  async #work(controller: FolderController | undefined): Promise<Work | null> {
    if (controller?.snapshot.kind === 'damaged') throw controller.snapshot.error;
    if (controller?.snapshot.kind !== 'workflow') return null;
    const { state } = controller.snapshot;
    const open = await controller.opened();
    const { ports } = open.service;
    return {
      state,
      events: await ports.journals.readEvents(state.id),
      report: await this.#context.usage.measure(open, state.id),
      plan: (await ports.workspace.rules()).sessionPlan,
      savings: await this.#context.savings.techniques(open, state),
    };
  }
}
