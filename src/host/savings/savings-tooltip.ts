import { join } from 'node:path';

import type { SavingsMeasures } from '../../core/savings/savings.ts';
import { countByLength } from '../../core/tokens/pieces.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { TokenizerClient } from '../../node/tokens/tokenizer-client.ts';
import { loadEngine } from '../engine.ts';
import { translate } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { readSetting } from '../registration/settings.ts';

/**
 * What the state files save, for a tooltip: counted when somebody hovers, once for each revision. The tokenizer ends
 * by itself a while after.
 */
export class SavingsTooltip implements DisposableLike {
  readonly #reading: CurrentReading;
  readonly #reporter: Reporter;
  #tokenizer: TokenizerClient | undefined;
  #isDisposed = false;
  #measured: { readonly key: string; readonly measures: Promise<SavingsMeasures> } | undefined;

  constructor(reading: CurrentReading, reporter: Reporter) {
    this.#reading = reading;
    this.#reporter = reporter;
  }

  /** A line for each saving of a workflow; none where they can't be measured. Never throws. */
  async lines(folder: OpenFolder, id: string, revision: number): Promise<readonly string[]> {
    const key = `${folder.root} ${id} ${revision}`;
    if (this.#measured?.key !== key) this.#measured = { key, measures: this.#measure(folder, id) };
    try {
      const measures = await this.#measured.measures;
      const { savingsPhrases } = await loadEngine();
      const { value } = this.#reading;
      // An estimate counts what is open here, not what a session carries.
      const transcript = value === null || value.source === 'estimate' ? null : value.tokens;
      return savingsPhrases({ ...measures, transcript }).map(translate);
    } catch (error) {
      this.#measured = undefined;
      this.#reporter.note('the savings could not be measured', error);
      return [];
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#tokenizer?.dispose();
  }

  async #measure({ service, folder }: OpenFolder, id: string): Promise<SavingsMeasures> {
    const { definitionFolders, measureSavings, systemEnvironment, TokenizerClient } = await loadEngine();
    const onError = (error: unknown): void => this.#reporter.note('the savings could not be counted', error);
    const tokenizer = (this.#tokenizer ??= new TokenizerClient({ onError }));
    if (this.#isDisposed) tokenizer.dispose();
    const configured = readSetting('ninefold.claudeConfigDir');
    const environment = systemEnvironment(configured === '' ? null : configured);
    const { measures } = await measureSavings({
      service,
      id,
      definitionFolders: [join(folder, '.claude'), ...definitionFolders(environment)],
      transcript: null,
      count: async (text) => (await tokenizer.count(text)) ?? countByLength(text.length),
    });
    return measures;
  }
}
