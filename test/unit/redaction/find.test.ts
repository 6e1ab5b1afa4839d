import { deepStrictEqual } from 'node:assert/strict';

import { redact } from '../../../src/node/redactor/redactor.ts';
import { MADE_UP } from '../../fixtures/secrets/made-up.ts';
import { ORDINARY_LINES } from '../../fixtures/secrets/ordinary-lines.ts';
import { PLACED } from '../../fixtures/secrets/placed.ts';
import { TOKENS } from '../../fixtures/secrets/tokens.ts';

describe('the redactor, held to its corpus', () => {
  const all = { tokens: TOKENS, 'secrets in their places': PLACED, 'what people make up': MADE_UP };
  for (const [name, samples] of Object.entries(all)) {
    it(`takes out all ${name}`, async () => {
      const left: string[] = [];
      for (const { name: kind, text, secret } of samples) {
        const clean = (await redact(text)).text.replaceAll(/\[redacted: [^\]]*\]/g, '§');
        const parts = Array.from({ length: Math.max(1, secret.length - 7) }, (_, at) =>
          secret.slice(at, at + 8),
        );
        if (parts.some((part) => clean.includes(part))) left.push(`${kind}: ${clean}`);
      }
      deepStrictEqual(left, []);
    });
  }

  it('leaves every ordinary line as it is', async () => {
    const touched: string[] = [];
    for (const line of ORDINARY_LINES) {
      const { text } = await redact(line);
      if (text !== line) touched.push(`${line} → ${text}`);
    }
    deepStrictEqual(touched, []);
  });
});
