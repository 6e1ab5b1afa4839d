/** Figures that aren't counts: no reader makes a small number of them, and the next good record is a reading again. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { claudeCodeReader } from '../../../src/core/agents/claude-code/transcript.ts';
import { clineReader } from '../../../src/core/agents/cline/transcript.ts';
import { codexReader } from '../../../src/core/agents/codex/transcript.ts';
import {
  copilotChatDocumentReader,
  copilotChatReader,
} from '../../../src/core/agents/copilot-chat/transcript.ts';
import { geminiDocumentReader, geminiReader } from '../../../src/core/agents/gemini/transcript.ts';
import { NO_SPENDING_CONTEXT } from '../../../src/core/meter/spending.ts';
import { parseClaudeCodeStatusLine } from '../../../src/core/agents/claude-code/status-line.ts';
import {
  EMPTY_TRANSCRIPT,
  feedText,
  isSettled,
  type TranscriptReader,
  type TranscriptState,
} from '../../../src/core/meter/transcript-reader.ts';
import { currentSessionSchema } from '../../../src/core/session/current-session.ts';
import { EMPTY_CURRENT_SESSION } from '../../../src/core/session/empty-session.ts';
import { metaLine, turnLine } from './codex-lines.ts';
import { geminiHead, geminiMessage } from './gemini-lines.ts';
import { assistantLine, boundaryLine, usage } from './transcript-lines.ts';

const TOKENS = 50_000;

/** As JSON text, since not every one of them can be made by `JSON.stringify`. */
const NO_COUNTS = [
  '-5',
  '-0.5',
  '0.5',
  '49999.999',
  '1e15',
  '1e308',
  '1e400',
  '100000001',
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
  '"x"',
  '""',
  '"50000"',
  '"NaN"',
  'null',
  'true',
  'false',
  '[]',
  '[50000]',
  '{}',
  '{"value":50000}',
] as const;

/** In place of all figures of a record. An absent or null one says that nothing was counted. */
const NO_FIGURES = ['"x"', '5', 'true', '[]', '[1]', '{"other":1}'] as const;

interface Format {
  readonly name: string;
  readonly reader: TranscriptReader;
  /** The figures of a record of TOKENS. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** A file with a record of these figures, in JSON, and another one after it. */
  readonly text: (figures: string, after?: string) => string;
}

const MARK = '"FIGURES"';
const filled = (template: string, figures: string): string => template.replace(MARK, figures);

function lines(head: string, record: string) {
  return (figures: string, after?: string): string =>
    [head, filled(record, figures), ...(after === undefined ? [] : [filled(record, after)])]
      .filter((line) => line !== '')
      .map((line) => `${line}\n`)
      .join('');
}

const CODEX_RECORD = JSON.stringify({
  timestamp: '2026-09-06T07:01:05.481Z',
  type: 'event_msg',
  payload: {
    type: 'token_count',
    info: { total_token_usage: {}, last_token_usage: 'FIGURES', model_context_window: 258_400 },
  },
});

/** Each request has an index of its own, so that the second isn't the first again. */
function chatOf(figures: string, after?: string): string {
  const requests = [figures, ...(after === undefined ? [] : [after])].map((one, index) => {
    const fields = one.startsWith('{') ? one.slice(1, -1) : `"promptTokens":${one}`;
    return `{"requestId":"r${index}",${fields}}`;
  });
  return `{"version":3,"sessionId":"s","requests":[${requests.join(',')}]}`;
}

const FORMATS: readonly Format[] = [
  {
    name: 'Claude Code',
    reader: claudeCodeReader,
    figures: usage(2, 1000, TOKENS - 1002, 50),
    text: lines('', assistantLine({ id: 'm' }).replace(/"usage":\{[^}]*\}/, `"usage":${MARK}`)),
  },
  {
    name: 'Claude Code, the last of several iterations',
    reader: claudeCodeReader,
    figures: { type: 'message', ...usage(2, 1000, TOKENS - 1002, 50) },
    text: lines(
      '',
      assistantLine({ id: 'm' }).replace(
        /"usage":\{([^}]*)\}/,
        `"usage":{"iterations":[{"type":"message","cache_read_input_tokens":1},${MARK}],$1}`,
      ),
    ),
  },
  {
    name: 'Codex',
    reader: codexReader,
    figures: {
      input_tokens: TOKENS - 50,
      cached_input_tokens: 100,
      cache_write_input_tokens: 0,
      output_tokens: 50,
      reasoning_output_tokens: 10,
      total_tokens: TOKENS,
    },
    text: lines(`${metaLine({ id: 's', cwd: '/p' })}\n${turnLine('gpt-5.4', '/p')}`, CODEX_RECORD),
  },
  {
    name: 'Gemini CLI',
    reader: geminiReader,
    figures: { input: TOKENS, output: 5, cached: 100, thoughts: 1, tool: 0, total: TOKENS + 6 },
    text: lines(
      JSON.stringify(geminiHead('s')),
      JSON.stringify({ ...geminiMessage('g', 1), tokens: 'FIGURES' }),
    ),
  },
  {
    name: 'Gemini CLI, a document',
    reader: geminiDocumentReader,
    figures: { input: TOKENS, output: 5, cached: 100, thoughts: 1, tool: 0, total: TOKENS + 6 },
    text: (figures, after) => {
      const messages = [figures, ...(after === undefined ? [] : [after])].map((one, index) =>
        filled(JSON.stringify({ ...geminiMessage(`g${index}`, 1), tokens: 'FIGURES' }), one),
      );
      return `{"sessionId":"s","projectHash":"h","messages":[${messages.join(',')}]}`;
    },
  },
  {
    name: 'Cline',
    reader: clineReader,
    figures: { tokensIn: 10, tokensOut: 300, cacheWrites: 1000, cacheReads: TOKENS - 1310 },
    text: (figures, after) => {
      const said = (one: string): object => ({ ts: 1, type: 'say', say: 'api_req_started', text: one });
      return JSON.stringify([figures, ...(after === undefined ? [] : [after])].map(said));
    },
  },
  {
    name: 'Copilot Chat',
    reader: copilotChatReader,
    figures: { promptTokens: TOKENS, completionTokens: 50 },
    text: (figures, after) => `{"kind":0,"v":${chatOf(figures, after)}}\n`,
  },
  {
    name: 'Copilot Chat, a document',
    reader: copilotChatDocumentReader,
    figures: { promptTokens: TOKENS, completionTokens: 50 },
    text: chatOf,
  },
];

const stateOf = ({ reader }: Format, text: string): TranscriptState =>
  reader.form === 'lines' ? feedText(reader, text) : reader.read(text);

/** The figures in JSON, one of them replaced. */
function spoilt(figures: Format['figures'], field: string, value: string): string {
  return JSON.stringify({ ...figures, [field]: 'SPOILT' }).replace('"SPOILT"', value);
}

describe('figures that are no counts', () => {
  for (const format of FORMATS) {
    const good = JSON.stringify(format.figures);
    const fields = Object.keys(format.figures).filter((field) => field !== 'type');

    it(`are unknown to the reader of ${format.name}, and named`, () => {
      strictEqual(stateOf(format, format.text(good)).call?.tokens, TOKENS);
      for (const field of fields) {
        for (const value of NO_COUNTS) {
          const figures = spoilt(format.figures, field, value);
          for (const text of [format.text(figures), format.text(good, figures)]) {
            const state = stateOf(format, text);
            const where = `${field}: ${value}`;
            deepStrictEqual([state.call?.tokens, state.call?.noCount], [null, field], where);
            strictEqual(state.call?.outputTokens, null, where);
            ok(isSettled(state), where);
          }
          strictEqual(stateOf(format, format.text(figures, good)).call?.tokens, TOKENS, `${field}: ${value}`);
        }
      }
    });

    it(`are no turn of a forecast to the reader of ${format.name}`, () => {
      for (const field of fields) {
        const text = format.text(good, spoilt(format.figures, field, '-5'));
        const { recent, mostTokens } = stateOf(format, text);
        ok(recent.every(({ tokens }) => tokens === TOKENS) && mostTokens <= TOKENS, field);
      }
    });
  }

  it('are unknown where all of them are something else', () => {
    for (const format of FORMATS.filter(({ name }) => !/Copilot|iterations|Cline/.test(name))) {
      for (const figures of NO_FIGURES) {
        const { call } = stateOf(format, format.text(figures));
        deepStrictEqual([call?.tokens, typeof call?.noCount], [null, 'string'], `${format.name}: ${figures}`);
      }
    }
  });

  it('are unknown where a part that always stands there is missing', () => {
    const needed: Readonly<Record<string, readonly string[]>> = {
      'Claude Code': ['input_tokens'],
      Codex: ['total_tokens'],
      'Gemini CLI': ['input'],
      'Gemini CLI, a document': ['input'],
      Cline: ['tokensIn'],
    };
    for (const format of FORMATS) {
      for (const field of needed[format.name] ?? []) {
        const rest = Object.entries(format.figures).filter(([name]) => name !== field);
        const { call } = stateOf(format, format.text(JSON.stringify(Object.fromEntries(rest))));
        deepStrictEqual([call?.tokens, call?.noCount], [null, field], format.name);
      }
    }
  });

  it('are unknown if each is a count but their sum isn’t', () => {
    const { call } = feedText(claudeCodeReader, assistantLine({ id: 'm', usage: usage(6e7, 6e7, 0, 1) }));
    deepStrictEqual([call?.tokens, call?.noCount], [null, 'usage']);
  });

  it('are left out of what calls cost, each call counted as unknown', () => {
    for (const { name, reader, figures, text } of FORMATS) {
      if (name.includes('iterations')) continue;
      for (const [field, value] of Object.keys(figures).flatMap((one) =>
        NO_COUNTS.map((other) => [one, other] as const),
      )) {
        // The sum that Codex writes is no part of what a call cost.
        if (field === 'total_tokens') continue;
        const whole = text(spoilt(figures, field, value));
        const calls =
          reader.form === 'document'
            ? (reader.spendings?.(whole).calls ?? [])
            : whole.split('\n').flatMap((line) => reader.spend?.(NO_SPENDING_CONTEXT, line).calls ?? []);
        ok(
          calls.every(({ spent }) => spent === null),
          `${name}, ${field}: ${value}: ${JSON.stringify(calls)}`,
        );
      }
    }
  });

  it('move no window and no point of compaction', () => {
    for (const value of ['-5', '0.5', '"x"', '1e15', '1e400', 'null', '{}']) {
      const spoiltLine = boundaryLine('auto', 1).replace('"preTokens":1', `"preTokens":${value}`);
      const text = `${assistantLine({ id: 'a', usage: usage(5, 0, 0, 3) })}\n${spoiltLine}\n`;
      const { mostTokens, compactions, autoCompactedAt } = feedText(claudeCodeReader, text);
      deepStrictEqual([mostTokens, compactions[0]?.preTokens, autoCompactedAt], [5, null, 8], value);
      const started = `{"type":"event_msg","payload":{"type":"task_started","model_context_window":${value}}}`;
      strictEqual(codexReader.feed(EMPTY_TRANSCRIPT, started).window, null, value);
    }
  });

  it('are unknown in a status line, and named', () => {
    const figures = usage(2, 1000, TOKENS - 1002, 50);
    const parsed = (used: string, size = '200000') =>
      parseClaudeCodeStatusLine(
        `{"session_id":"s","context_window":{"context_window_size":${size},"current_usage":${used}}}`,
        '2026-01-02T03:04:05.678Z',
      );
    strictEqual(parsed(JSON.stringify(figures))?.tokens, TOKENS);
    deepStrictEqual([parsed('null')?.tokens, parsed('null')?.noCount], [null, null]);
    for (const value of NO_COUNTS) {
      strictEqual(parsed(JSON.stringify(figures), value)?.window, null, value);
      for (const field of Object.keys(figures)) {
        const read = parsed(spoilt(figures, field, value));
        deepStrictEqual([read?.tokens, read?.outputTokens, read?.noCount], [null, null, field], value);
      }
    }
    for (const value of NO_FIGURES.slice(0, 5)) strictEqual(parsed(value)?.noCount, 'current_usage', value);
  });

  it('are refused as a reported number', () => {
    for (const value of NO_COUNTS) {
      const text = JSON.stringify({
        ...EMPTY_CURRENT_SESSION,
        reported: { tokens: 'SPOILT', window: null, at: '2026-01-02T03:04:05.678Z' },
      }).replace('"SPOILT"', value);
      strictEqual(currentSessionSchema.safeParse(JSON.parse(text)).success, false, value);
    }
  });
});

describe('a call of Claude Code that lacks a count which others have', () => {
  const call = (figures: Readonly<Record<string, unknown>>, id: string): string =>
    assistantLine({ id, usage: figures });
  const whole = {
    input_tokens: 2,
    cache_creation_input_tokens: 3_000,
    cache_read_input_tokens: 46_998,
    output_tokens: 5,
  };
  const without = (...names: readonly string[]): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));
  const BOTH = ['cache_read_input_tokens', 'cache_creation_input_tokens'];
  const read = (...lines: readonly string[]) => feedText(claudeCodeReader, lines.join('\n')).call;

  it('is unknown, with the count that is missing, where the other cache count is there', () => {
    for (const name of BOTH) {
      const found = read(call(without(name), 'msg_1'));
      deepStrictEqual([found?.tokens, found?.noCount], [null, name]);
    }
  });

  it('is unknown where earlier calls of this model had cache counts, and the next whole one is a reading', () => {
    const lines = [call(whole, 'msg_1'), call(without(...BOTH), 'msg_2')];
    strictEqual(read(...lines)?.tokens, null);
    strictEqual(read(...lines, call(whole, 'msg_3'))?.tokens, TOKENS);
  });

  it('is metered where a gateway never sends cache counts', () => {
    const line = call({ input_tokens: TOKENS, output_tokens: 5 }, 'msg_1');
    strictEqual(read(line, line)?.tokens, TOKENS);
  });

  it('is unknown in a status line as well', () => {
    const usageOf = (current_usage: unknown) =>
      parseClaudeCodeStatusLine(
        JSON.stringify({ session_id: 'a', context_window: { current_usage } }),
        'now',
      );
    strictEqual(usageOf(whole)?.tokens, TOKENS);
    for (const name of BOTH) strictEqual(usageOf(without(name))?.tokens ?? null, null);
  });
});
