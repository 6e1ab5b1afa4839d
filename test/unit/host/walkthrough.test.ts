import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatMessage } from '../../../src/core/messages.ts';
import { VIEW_WORDS } from '../../../src/core/view/view-words.ts';
import { COMMANDS, CONTEXT_KEYS, EXTENSION_ID } from '../../../src/host/contributions.ts';
import { projectFolder } from '../../harness/paths.mjs';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');
const nls = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const { contributes } = JSON.parse(read('package.json')) as {
  readonly contributes: {
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
  };
};
const [walkthrough] = contributes.walkthroughs;
const steps = walkthrough?.steps ?? [];
const textOf = (key: string): string => nls[key.slice(1, -1)] ?? '';

describe('the walkthrough', () => {
  it('leads from the start to a resumed session, and the empty view opens it', () => {
    deepStrictEqual(
      steps.map(({ id }) => id),
      ['start', 'connect', 'meter', 'handoff', 'resume'],
    );
    const address = encodeURIComponent(`"${EXTENSION_ID}#${walkthrough?.id ?? ''}"`);
    ok(nls['welcome.empty']?.includes(`(command:workbench.action.openWalkthrough?${address})`));
  });

  it('has a button on each step, for a command that the step is done by or that leads there', () => {
    const buttons = steps.map(
      ({ description }) => /\]\(command:(ninefold\.\w+)\)$/.exec(textOf(description))?.[1] ?? '',
    );
    deepStrictEqual(
      buttons.filter((command) => !(command in COMMANDS)),
      [],
    );
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    const known = [
      ...Object.keys(COMMANDS).map((command) => `onCommand:${command}`),
      ...CONTEXT_KEYS.map((key) => `onContext:${key}`),
    ];
    deepStrictEqual(
      events.filter((event) => !known.includes(event)),
      [],
    );
    ok(steps.every(({ completionEvents }) => completionEvents.length > 0));
  });

  it('shows a picture with each, in the colours of the theme and with words for who doesn’t see it', () => {
    for (const { media } of steps) {
      const picture = read(media.svg);
      match(picture, /^<svg [^>]*aria-label="/);
      // Each colour is the theme's, with one to fall back on.
      deepStrictEqual(picture.replace(/var\([^"]*\)/g, '').match(/(?:fill|stroke)="#/g), null);
      match(textOf(media.altText), /^[A-Z].*\.$/);
    }
  });

  it('draws the title of the view as the view has it', () => {
    const title = `${formatMessage(VIEW_WORDS['phase-of'], { phase: 3 })} · Sign in`;
    ok(read('media/walkthrough/start.svg').includes(title), title);
  });
});
