/** The skill, in its own file. */

import { SKILL } from '../../../core/agents/claude-code/skill.ts';
import { NinefoldError } from '../../../core/errors.ts';
import type { SettingsPart } from '../../settings/settings-part.ts';

export function skillPart(path: string): SettingsPart {
  return {
    path,
    merge(edited) {
      if (edited.text !== '' && edited.text !== SKILL) throw new NinefoldError('settings-foreign', { path });
      edited.set(SKILL);
    },
    takeOut(edited) {
      // An edited skill is the user's.
      if (edited.text === SKILL) edited.set('');
    },
    isBare: (text) => text === '',
  };
}
