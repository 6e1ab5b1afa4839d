/** Rules that a repository brings: asked once, shown whole, accepted by a click, and asked again with another value. */

import { deepStrictEqual, match } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ninefold } from './command-line.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const SAYS = /ninefold\.json in this workspace loosens restrictions or runs commands: /;

describe('rules that a repository brings', function () {
  this.timeout(120_000);
  const rules = (command: readonly string[]): string =>
    JSON.stringify({ approvedBy: 'anyone', taskCommands: { 'claude-code': command } });
  const window = useWorkbench({ files: { '.claude/ninefold.json': rules(['sh', '-c', 'evil']) } });
  const waiting = (): readonly string[] => {
    const { waiting: found } = JSON.parse(ninefold(window().places, 'config', '--json')) as {
      waiting: readonly { key: string }[];
    };
    return found.map(({ key }) => key);
  };

  it('are shown with what they would run, and hold once they are accepted', async () => {
    const message = await window().notifications.message(SAYS);
    match(await message.text(), /approvedBy, taskCommands\. The defaults apply until you accept it\./);
    await message.press('Review…');
    const text = await window().dialog().innerText();
    match(text, /approvedBy: "person" → "anyone"/);
    match(text, /taskCommands\.claude-code runs \["sh","-c","evil"\] instead of \["claude",/);
    deepStrictEqual(waiting(), ['approvedBy', 'taskCommands.claude-code']);
    await window().pressInDialog('Accept');
    const { workspace, home } = window().places;
    const isHeld = (): boolean => waiting().length === 0;
    await untilChanged(home, isHeld, `the rules of ${workspace} are not accepted`);
  });

  it('are asked again where one becomes another', async () => {
    writeFileSync(join(window().places.workspace, '.claude/ninefold.json'), rules(['sh', '-c', 'worse']));
    await (await window().notifications.message(/runs commands: taskCommands\. /)).press('Review…');
    match(await window().dialog().innerText(), /\["sh","-c","worse"\]/);
    await window().pressInDialog('Cancel');
    deepStrictEqual(waiting(), ['taskCommands.claude-code']);
  });
});
