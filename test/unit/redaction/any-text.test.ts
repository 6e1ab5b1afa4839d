import { strictEqual } from 'node:assert/strict';

import { redact } from '../../../src/node/redactor/redactor.ts';

/** What may look like the beginning of something encoded, and of every length, so of no encoding's. */
const HEADS = [
  'Basic ',
  'Authorization: Basic ',
  'auth: ',
  'password=',
  'token: ',
  'key ',
  'LS0tLS1CRUdJTi',
  'eyJ',
];
const SIGNS = ['documentation', 'A', '/', '+', '=', '%', '\\', '\u0000', 'é', '\u{1F600}'];

describe('the redactor, given any text', () => {
  it('leaves words that only look encoded as they are', async () => {
    for (const text of ['Read the basic documentation: it is old', 'Basic understanding, 2 days'])
      strictEqual((await redact(text)).text, text);
  });

  it('gives an answer, whatever is encoded in it and wherever that ends', async () => {
    for (const head of HEADS)
      for (const sign of SIGNS)
        for (let length = 0; length < 24; length++) {
          const { text } = await redact(`${head}${sign.repeat(length)} @ 1`);
          strictEqual(typeof text, 'string');
        }
  });
});
