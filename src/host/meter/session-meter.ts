import { chooseReading, reportedReading } from '../../core/meter/choose-reading.ts';
import { estimateReading } from '../../core/meter/estimate.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { MeterFollower } from '../../node/meter/follower.ts';
import { loadEngine } from '../engine.ts';
import type { EngineModule } from '../engine.ts';
import type { MeterFacts } from '../folders/folder-snapshot.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { onDidChangeSetting, readSetting } from '../registration/settings.ts';
import type { CurrentReading } from './current-reading.ts';
import type { SessionLooks } from './session-looks.ts';
import type { WorkingSet } from './working-set.ts';

interface SessionMeterParts {
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly workingSet: WorkingSet;
  readonly looks: SessionLooks;
  readonly reporter: Reporter;
}

/**
 * Meters the agent session of the shown folder: what its transcript says, else what somebody reported, else an
 * estimate of the working set, which is counted only then.
 */
export class SessionMeter implements Disposer {
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #workingSet: WorkingSet;
  readonly #looks: SessionLooks;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  /** What belongs to the folder that is followed now. */
  readonly #following = new DisposableList();
  #follower: MeterFollower | undefined;
  #folder: string | undefined;
  /** Before the first look for a session is over, that there is none isn't known. */
  #isSearched = false;
  #facts = '';
  #shown = '';

  constructor({ model, reading, workingSet, looks, reporter }: SessionMeterParts) {
    this.#model = model;
    this.#reading = reading;
    this.#workingSet = workingSet;
    this.#looks = looks;
    this.#reporter = reporter;
    this.#disposables.add(this.#following);
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(onDidChangeSetting(['ninefold.claudeConfigDir'], () => this.#restart()));
    this.#disposables.add(onDidChangeSetting(['ninefold.estimates'], () => this.#show()));
    this.#disposables.add(workingSet.onDidChange(() => this.#show()));
    this.#update();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #restart(): void {
    this.#folder = undefined;
    this.#update();
  }

  /** The folder, its rules or the reported number may be others now. */
  #update(): void {
    const { current, snapshot } = this.#model;
    // By which levels to judge isn't known before the folder's rules are read.
    if (snapshot?.kind === 'loading') return;
    const folder = current?.folder.uri.fsPath;
    const facts = JSON.stringify(snapshot?.meter);
    if (folder !== this.#folder) this.#follow(folder);
    else if (facts !== this.#facts && snapshot !== undefined) void this.#follower?.setRules(snapshot.meter);
    this.#facts = facts;
    this.#show();
  }

  #follow(folder: string | undefined): void {
    this.#following.clear();
    this.#follower = undefined;
    this.#folder = folder;
    this.#isSearched = false;
    // What comes too late for this folder is told by the list, which is another for the next.
    const mine = this.#following.add(new DisposableList());
    if (folder !== undefined) void this.#search(folder, mine);
  }

  async #search(folder: string, mine: DisposableList): Promise<void> {
    try {
      const engine = await loadEngine();
      const { snapshot } = this.#model;
      if (mine.isDisposed || snapshot === undefined || snapshot.kind === 'loading') return;
      const follower = mine.add(this.#makeFollower(engine, folder, snapshot.meter));
      this.#follower = follower;
      mine.add(follower.onDidChange(() => this.#show()));
      await follower.start();
      if (this.#follower === follower) this.#endSearch();
    } catch (error) {
      this.#reporter.note('the session could not be looked for', error);
    }
  }

  #endSearch(): void {
    this.#isSearched = true;
    this.#show();
  }

  #makeFollower(engine: EngineModule, folder: string, rules: MeterFacts): MeterFollower {
    const configured = readSetting('ninefold.claudeConfigDir');
    return new engine.MeterFollower({
      folder,
      environment: engine.systemEnvironment(configured === '' ? null : configured),
      rules,
      onError: (error) => this.#reporter.note('the session could not be read', error),
      onLooked: (look) => this.#looks.take(look, engine.lookLines(look)),
    });
  }

  #show(): void {
    const reading = this.#choose();
    const text = JSON.stringify(reading);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#reading.set(reading);
  }

  #choose(): Reading | null {
    const { snapshot } = this.#model;
    const meter = snapshot === undefined || snapshot.kind === 'loading' ? undefined : snapshot.meter;
    const reported = meter?.reported ?? null;
    const known = chooseReading({
      statusline: null,
      transcript: this.#follower?.reading ?? null,
      reported: reported === null || meter === undefined ? null : reportedReading(reported, meter),
      estimate: null,
    });
    this.#workingSet.setWanted(known === null && this.#isSearched && readSetting('ninefold.estimates'));
    const { value } = this.#workingSet;
    // A session that has made no call yet is better than a guess: whatever is known ends the estimate.
    return (
      known ?? (value === null || meter === undefined ? null : estimateReading(value, meter.agent, meter))
    );
  }
}
