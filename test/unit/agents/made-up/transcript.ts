/** Its transcripts: a head with session and folder, then a line for each call with the tokens that it held. */

import { asFields, asText, asTokens, parseObject } from '../../../../src/core/json-fields.ts';
import type { LineReader } from '../../../../src/core/meter/transcript-reader.ts';

export const abacusReader: LineReader = {
  form: 'lines',
  readsFirstLine: true,
  markers: ['"abacus"'],
  feed(state, line) {
    const fields = line.includes('"abacus"') ? parseObject(line) : null;
    if (fields === null || !isAbacusRecord(fields)) return state;
    if (fields.abacus === 'head') {
      return { ...state, sessionId: asText(fields.session), cwd: asText(fields.cwd) };
    }
    const tokens = asTokens(fields.held);
    const call = { messageId: null, tokens, outputTokens: null, noCount: null };
    return { ...state, call, model: asText(fields.model), mostTokens: Math.max(state.mostTokens, tokens) };
  },
};

export function isAbacusRecord(value: unknown): boolean {
  const kind = asFields(value)?.abacus;
  return kind === 'head' || kind === 'call';
}
