/** One file that a connection changes. */

import type { EditedText } from './edited-text.ts';

export interface SettingsPart {
  /** Absolute. */
  readonly path: string;
  /**
   * Puts our entries in; a text that has them stays as it is.
   *
   * @throws NinefoldError settings-invalid, settings-foreign
   */
  readonly merge: (edited: EditedText) => void;
  /**
   * Takes our entries out; a text without any stays as it is.
   *
   * @throws NinefoldError settings-invalid
   */
  readonly takeOut: (edited: EditedText) => void;
  /** Whether nothing but what Ninefold would write into a new file is left. */
  readonly isBare: (text: string) => boolean;
}
