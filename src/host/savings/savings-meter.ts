import { join } from 'node:path';

import type { SavingsMeasures, Technique } from '../../core/savings/savings.ts';
import { countByLength } from '../../core/tokens/pieces.ts';
import { headsKey } from '../../core/workflow/heads.ts';
import type { Place } from '../../core/workflow/heads.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { TokenizerClient } from '../../node/tokens/tokenizer-client.ts';
import { loadEngine } from '../engine.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { readSetting } from '../registration/settings.ts';

/** The state of a workflow that is measured. */
type Subject = Pick<WorkflowState, 'id'> & Place;

/**
 * Measures the savings for the session view: when they are shown, once per revision. The tokenizer ends
 * automatically after a while.
 */
export class SavingsMeter implements DisposableLike {
  readonly #reading: CurrentReading;
  readonly #reporter: Reporter;
  #tokenizer: TokenizerClient | undefined;
  #isDisposed = false;
  #measured: { readonly key: string; readonly measures: Promise<SavingsMeasures> } | undefined;

  constructor(reading: CurrentReading, reporter: Reporter) {
    this.#reading = reading;
    this.#reporter = reporter;
  }

  /** Returns the six techniques of a workflow; null if they can't be measured. Never throws. */
  async techniques(folder: OpenFolder, at: Subject): Promise<readonly Technique[] | null> {
    const measures = await this.#measures(folder, at);
    return measures === null ? null : (await loadEngine()).techniquesOf(measures);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#tokenizer?.dispose();
  }

  async #measures(folder: OpenFolder, at: Subject): Promise<SavingsMeasures | null> {
    const key = `${folder.root} ${at.id} ${at.revision} ${headsKey(at)}`;
    if (this.#measured?.key !== key) this.#measured = { key, measures: this.#measure(folder, at.id) };
    try {
      const measures = await this.#measured.measures;
      const { value } = this.#reading;
      // An estimate counts what's open here, not what a session carries.
      const transcript = value === null || value.source === 'estimate' ? null : value.tokens;
      return { ...measures, transcript };
    } catch (error) {
      this.#measured = undefined;
      this.#reporter.note("couldn't measure the savings", error);
      return null;
    }
  }

  async #measure(open: OpenFolder, id: string): Promise<SavingsMeasures> {
    const { definitionFolders, loadSavings, systemEnvironment, TokenizerClient } = await loadEngine();
    const { measureSavings } = await loadSavings();
    const onError = (error: unknown): void => this.#reporter.note("couldn't count the savings", error);
    const tokenizer = (this.#tokenizer ??= new TokenizerClient({ onError }));
    if (this.#isDisposed) tokenizer.dispose();
    const configured = readSetting('ninefold.claudeConfigDir');
    const environment = systemEnvironment(configured === '' ? null : configured);
    const { measures } = await measureSavings({
      folder: open,
      id,
      definitionFolders: [join(open.folder, '.claude'), ...(await definitionFolders(environment))],
      transcript: null,
      count: async (text) => (await tokenizer.count(text)) ?? countByLength(text.length),
    });
    return measures;
  }
}
