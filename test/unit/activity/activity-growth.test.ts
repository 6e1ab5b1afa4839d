/** What a worker sends of an activity: together it is the whole, and after a turn it is little. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import type { SessionActivity } from '../../../src/core/activity/activity.ts';
import { claudeCodeActivity } from '../../../src/core/agents/claude-code/activity.ts';
import { LastActivities } from '../../../src/node/activity/activity-growth.ts';
import { sameChance } from '../tokens/sample-texts.ts';
import { generatedSession } from './generated-claude-code.ts';

describe('what a worker sends of an activity', () => {
  const whole = (activity: object): SessionActivity => ({
    ...NO_ACTIVITY,
    ...activity,
    agent: 'claude-code',
  });

  it('is together the whole activity, for several transcripts and after a file was rewritten', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const chance = sameChance(seed);
      const [sender, receiver] = [new LastActivities(), new LastActivities()];
      const readers = new Map<string, ReturnType<NonNullable<typeof claudeCodeActivity.lines>>>();
      for (const line of generatedSession(seed).split('\n')) {
        const name = `t${chance(20)}`;
        if (chance(30) === 0) readers.delete(name);
        const reader = readers.get(name) ?? claudeCodeActivity.lines?.();
        if (reader === undefined) throw new Error('no reader of lines');
        readers.set(name, reader);
        reader.feed(line);
        const activity = whole(reader.read());
        const sent = structuredClone(sender.growthOf(name, activity));
        deepStrictEqual(receiver.grown(name, sent), activity, `session ${seed}`);
      }
    }
  });

  it('is after a turn what came with it', () => {
    const commands = Array.from({ length: 1000 }, (_, index) => ({
      command: `c ${index}`,
      exitCode: 0,
      at: null,
    }));
    const sender = new LastActivities();
    sender.growthOf('t', whole({ commands }));
    const more = { command: 'npm test', exitCode: 1, at: null };
    const { activity, keptCommands } = sender.growthOf('t', whole({ commands: [...commands, more] }));
    strictEqual(keptCommands, 1000);
    deepStrictEqual(activity.commands, [more]);
  });
});
