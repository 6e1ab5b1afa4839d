import { chooseReading, reportedReading } from '../../core/meter/choose-reading.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { systemEnvironment } from '../../node/meter/environment.ts';
import { MeterFollower } from '../../node/meter/follower.ts';
import type { MeterFacts } from '../folders/folder-snapshot.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { Disposer } from '../registration/disposable-list.ts';
import { onDidChangeSetting, readSetting } from '../registration/settings.ts';
import type { CurrentReading } from './current-reading.ts';

/** Meters the agent session of the shown folder: what its transcript says, else what somebody reported. */
export class SessionMeter implements Disposer {
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  /** What belongs to the folder that is followed now. */
  readonly #following = new DisposableList();
  #follower: MeterFollower | undefined;
  #folder: string | undefined;
  #facts = '';
  #shown = '';

  constructor(model: WorkspaceModel, reading: CurrentReading, reporter: Reporter) {
    this.#model = model;
    this.#reading = reading;
    this.#reporter = reporter;
    this.#disposables.add(this.#following);
    this.#disposables.add(model.onDidChange(() => this.#update()));
    this.#disposables.add(onDidChangeSetting(['ninefold.claudeConfigDir'], () => this.#restart()));
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
    if (folder !== this.#folder) this.#follow(folder, snapshot?.meter);
    else if (facts !== this.#facts && snapshot !== undefined) void this.#follower?.setRules(snapshot.meter);
    this.#facts = facts;
    this.#show();
  }

  #follow(folder: string | undefined, rules: MeterFacts | undefined): void {
    this.#following.clear();
    this.#follower = undefined;
    this.#folder = folder;
    if (folder === undefined || rules === undefined) return;
    const configured = readSetting('ninefold.claudeConfigDir');
    const follower = new MeterFollower({
      folder,
      environment: systemEnvironment(configured === '' ? null : configured),
      rules,
      onError: (error) => this.#reporter.note('the session could not be read', error),
    });
    this.#follower = this.#following.add(follower);
    this.#following.add(follower.onDidChange(() => this.#show()));
    void follower.start();
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
    return chooseReading({
      statusline: null,
      transcript: this.#follower?.reading ?? null,
      reported: reported === null || meter === undefined ? null : reportedReading(reported, meter),
      estimate: null,
    });
  }
}
