/** The skill, a file of its own. */

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
      // One that somebody worked on is theirs.
      if (edited.text === SKILL) edited.set('');
    },
    isBare: (text) => text === '',
  };
}
