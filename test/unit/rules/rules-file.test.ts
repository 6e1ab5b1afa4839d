import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { changeRule, readRulesFile } from '../../../src/node/rules/rules-file.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';

describe('a ninefold.json with a byte order mark, as PowerShell writes one', () => {
  afterEach(removeFolders);

  it('is read, with the lines of its rules and of what is wrong', async () => {
    const { root } = await open(newFolder());
    mkdirSync(root, { recursive: true });
    const file = join(root, 'ninefold.json');
    writeFileSync(file, '\uFEFF{\r\n  // who\r\n  "approvedBy": "anyone"\r\n}\r\n');
    const { rules, lineOf, unknown } = await readRulesFile(root);
    deepStrictEqual([rules.approvedBy, lineOf(['approvedBy']), unknown], ['anyone', 3, []]);
    for (const [text, line] of [
      ['\uFEFF{ oops }', 1],
      ['\uFEFF{\n"approvedBy": "me" }', 2],
    ] as const) {
      writeFileSync(file, text);
      await rejects(
        readRulesFile(root),
        (error) => NinefoldError.is(error, 'rules-invalid') && error.parameters.line === line,
      );
    }
  });

  it('is refused in few words where it is nested deeper than any, or holds one long text', async () => {
    const { root } = await open(newFolder());
    mkdirSync(root, { recursive: true });
    for (const text of [
      `${'['.repeat(300_000)}${']'.repeat(300_000)}`,
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      JSON.stringify('x'.repeat(500_000)),
    ]) {
      writeFileSync(join(root, 'ninefold.json'), text);
      await rejects(readRulesFile(root), (error) => {
        if (!NinefoldError.is(error, 'rules-invalid')) return false;
        return String(error.parameters.reason).length < 300;
      });
    }
  });

  it('keeps it where a rule is changed', async () => {
    const { root, layout } = await open(newFolder());
    mkdirSync(root, { recursive: true });
    const file = join(root, 'ninefold.json');
    for (const text of ['\uFEFF', '\uFEFF{\n  // mine\n}\n']) {
      writeFileSync(file, text);
      strictEqual(await changeRule(layout, ['approvedBy'], 'anyone'), true);
      const after = readFileSync(file, 'utf8');
      deepStrictEqual([after.startsWith('\uFEFF{'), after.lastIndexOf('\uFEFF')], [true, 0]);
      strictEqual((await readRulesFile(root)).rules.approvedBy, 'anyone');
    }
  });
});
