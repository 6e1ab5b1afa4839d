import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { redact } from '../../../src/node/redactor/redactor.ts';
import { HOSTILE_TEXTS } from '../../fixtures/secrets/hostile-texts.ts';
import { alnum } from '../../fixtures/secrets/made-values.ts';

describe('a text made to be slow', () => {
  it('is redacted as a whole, and a second time changes nothing', async () => {
    for (const text of Object.values(HOSTILE_TEXTS)) {
      const once = await redact(text.slice(0, 4000));
      deepStrictEqual(await redact(once.text), { text: once.text, counts: {} });
    }
  });

  it('hides no secret behind it', async () => {
    const secret = `ghp_${alnum(36)}`;
    for (const text of Object.values(HOSTILE_TEXTS)) {
      strictEqual((await redact(`${text.slice(0, 20_000)} \n${secret}\n`)).text.includes(secret), false);
    }
  });
});
