import type { Memento } from 'vscode';

import { isPresetName } from '../../core/workflow/presets.ts';
import type { PresetName } from '../../core/workflow/presets.ts';

const KEY = 'lastPreset';

/** Stores the last chosen preset in VS Code's global storage: it belongs to the user, not the folder. */
export class LastPreset {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get value(): PresetName | undefined {
    const stored: unknown = this.#memento.get(KEY);
    return typeof stored === 'string' && isPresetName(stored) ? stored : undefined;
  }

  async set(preset: PresetName): Promise<void> {
    await this.#memento.update(KEY, preset);
  }
}
