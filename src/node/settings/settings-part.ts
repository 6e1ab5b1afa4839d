/** One file that a connection changes. */

import type { EditedText } from './edited-text.ts';

export interface SettingsPart {
  /** Absolute. */
  readonly path: string;
  /**
   * Adds our entries; a text that has them stays unchanged.
   *
   * @param now the file as it is, whose entries may have fields that someone added
   * @throws NinefoldError settings-invalid, settings-foreign
   */
  readonly merge: (edited: EditedText, now?: string) => void;
  /**
   * Removes our entries; a text without any stays unchanged.
   *
   * @throws NinefoldError settings-invalid
   */
  readonly takeOut: (edited: EditedText) => void;
  /** Tests whether only what Ninefold would write to a new file is left. */
  readonly isBare: (text: string) => boolean;
}
