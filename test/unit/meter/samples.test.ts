/** The samples: the tail of each tells what the whole does. */

import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { ActivitySource } from '../../../src/node/activity/activity-source.ts';
import { readReading } from '../../../src/node/meter/read-transcript.ts';
import { everyAgent, meteredAgent } from '../../../src/node/agents/agents.ts';
import { openTail } from '../../../src/node/meter/open-transcript.ts';
import { TemporaryHome } from './temporary.ts';

type Answer = Record<string, unknown> & {
  readonly agent: string;
  readonly why?: string;
  /** What was done, if a file beside the transcript tells it. */
  readonly activity?: object;
};

const SAMPLES = join('test', 'fixtures', 'transcripts');
const ANSWERS = JSON.parse(readFileSync(join(SAMPLES, 'EXPECTED.json'), 'utf8')) as Record<string, Answer>;

describe('samples of transcripts', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  it('are there of every agent that writes transcripts', async () => {
    const agents = new Set(Object.values(ANSWERS).map(({ agent }) => agent));
    const every = await everyAgent();
    const missing = every.filter(({ id, store }) => store === undefined && !agents.has(id));
    deepStrictEqual(
      missing.map(({ id }) => id),
      [],
    );
  });

  for (const [name, { why, activity, ...expected }] of Object.entries(ANSWERS)) {
    it(`${name}: ${why ?? expected.agent}`, async () => {
      const transcript = join(SAMPLES, name);
      const { reading } = await readReading({
        transcript,
        agent: expected.agent,
        environment: home.environment(),
        rules: DEFAULT_RULES,
        now: 0,
      });
      const read = reading as unknown as Record<string, unknown>;
      deepStrictEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, read[key]])), expected);
      const tail = await openTail(transcript, await meteredAgent(expected.agent));
      const { call, model } = tail.state;
      deepStrictEqual([call?.tokens ?? null, model], [reading.tokens, reading.model]);
    });

    if (activity !== undefined)
      it(`${name}: what was done`, async () => {
        const transcript = join(SAMPLES, name);
        const did = await new ActivitySource().read({ transcript, agent: expected.agent, rule: 'on' });
        deepStrictEqual(
          {
            cwd: did.cwd,
            files: did.files.map(({ path, edits }) => [path, edits]),
            commands: did.commands.map(({ command, exitCode }) => [command, exitCode]),
            todos: did.todos.map(({ text, status }) => [text, status]),
            prompts: did.prompts.map(({ text }) => text),
          },
          activity,
        );
      });
  }
});
