/** Every sample through the command line as a person would call it, with the agent named and without. */

import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { assistantLine, usage } from '../meter/transcript-lines.ts';
import { failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { shown } from '../support/platform.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { everyAgent } from '../../../src/node/agents/agents.ts';

type Answer = Record<string, unknown> & { readonly agent: string; readonly why?: string };

const SAMPLES = join('test', 'fixtures', 'transcripts');

const ANSWERS = JSON.parse(readFileSync(join(SAMPLES, 'EXPECTED.json'), 'utf8')) as Record<string, Answer>;

describe('meter --transcript', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  for (const [name, { why, ...expected }] of Object.entries(ANSWERS)) {
    it(`${name}: ${why ?? expected.agent}`, async () => {
      const terminal = new InProcessTerminal(newFolder());
      const path = resolve(SAMPLES, name);
      const named = await terminal.json('meter', '--transcript', path, '--agent', expected.agent);
      // The contract of readers compares the activity.
      const wanted = Object.entries(expected).filter(([key]) => key !== 'activity');
      const fields = wanted.map(([key]) => [key, (named as Record<string, unknown>)[key]]);
      deepStrictEqual(fields, wanted);
      deepStrictEqual(await terminal.json('meter', '--transcript', path), named, 'recognised by itself');
      deepStrictEqual(readdirSync(terminal.folder), [], 'a reading writes nothing');
    });
  }

  it('has an answer for every sample', () => {
    const files = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).map(shown);
    // Beside some transcripts are the session's settings, or what its calls were answered.
    const isBeside = /\.settings\.json$|api_conversation_history\.json$/;
    const transcripts = files.filter((file) => /\/.*\.jsonl?$/.test(file) && !isBeside.test(file)).sort();
    deepStrictEqual(Object.keys(ANSWERS).sort(), transcripts);
  });

  it('is unknown, and says why, where a figure is no count', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const path = join(terminal.folder, 't.jsonl');
    const text = assistantLine({ id: 'm', usage: usage(2, 1000, 48_998, 50) });
    for (const value of ['-5', '"x"', '0.5', '1e15', 'null', '{}']) {
      writeFileSync(path, `${text.replace('48998', value)}\n`);
      const { tokens, percent, level, noCount } = (await terminal.json(
        'meter',
        '--transcript',
        path,
      )) as Answer;
      deepStrictEqual([tokens, percent, level, noCount], [null, null, 'unknown', 'cache_read_input_tokens']);
    }
    match(await terminal.done('meter', '--transcript', path), /unknown, because 'cache_read_input_tokens' /);
    writeFileSync(path, `${readFileSync(path, 'utf8')}${text.replace('"id":"m"', '"id":"n"')}\n`);
    deepStrictEqual(((await terminal.json('meter', '--transcript', path)) as Answer).tokens, 50_000);
  });

  it('says which agents it knows where the file tells none, and reads what it is told to', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const aside = mkdtempSync(join(newFolder(), 'aside-'));
    for (const [name, text] of [
      ['notes.txt', 'Some notes.\nNothing else.\n'],
      ['package.json', '{\n  "name": "shop",\n  "type": "module"\n}\n'],
      ['events.jsonl', '{"type":"invented","id":"1"}\n{"type":"invented","id":"2"}\n'],
    ] as const) {
      const path = join(aside, name);
      writeFileSync(path, text);
      const { code, out, error } = await terminal.run(['meter', '--transcript', path]);
      deepStrictEqual([code, out], [1, ''], name);
      const every = await everyAgent();
      const agents = every.filter(({ store }) => store === undefined).map(({ id }) => id);
      match(error, failurePattern('transcript-unrecognized', { agents: agents.join(', ') }));
      const told = (await terminal.json('meter', '--transcript', path, '--agent', 'codex')) as Answer;
      deepStrictEqual([told.agent, told.tokens, told.level], ['codex', null, 'unknown'], name);
    }
  });

  it('is unknown, of nobody, while no whole line is written', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const path = join(newFolder(), 'begun.jsonl');
    for (const text of ['', '\n', '{"type":"assistant","message":{"id":"msg_1"']) {
      writeFileSync(path, text);
      const reading = (await terminal.json('meter', '--transcript', path)) as Record<string, unknown>;
      const { agent, sessionId, tokens, window, percent, level } = reading;
      deepStrictEqual(
        [agent, sessionId, tokens, window, percent, level],
        [null, 'begun', null, null, null, 'unknown'],
        text,
      );
    }
    ok((await terminal.done('meter', '--transcript', path)).startsWith('agent: unknown'));
  });

  it('names what cannot be read', async () => {
    const terminal = new InProcessTerminal(newFolder());
    for (const [path, words] of [
      ['gone.jsonl', failurePattern('transcript-missing')],
      ['.', failurePattern('transcript-unreadable', { reason: 'it is a folder' })],
      ['old.jsonl.zst', failurePattern('transcript-compressed')],
    ] as const) {
      const { code, error } = await terminal.run(['meter', '--transcript', path]);
      deepStrictEqual([code, words.test(error)], [1, true], error);
    }
  });
});
