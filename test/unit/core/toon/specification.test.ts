/** Reader and official specification: its fixtures, its examples, and what has come to the format since. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { ToonDecodeError, decode } from '@toon-format/toon';

import { exportSchema } from '../../../../src/core/exports/export-schemas.ts';
import { readToon } from '../../../../src/core/toon/read-toon.ts';
import type { ToonFinding } from '../../../../src/core/toon/toon-finding.ts';
import { applyToonEdits } from '../../../../src/core/toon/toon-finding.ts';
import { projectFolder } from '../../../harness/paths.mjs';
import { workedOn } from '../../support/every-event.ts';
import { documentOf, referenceState } from '../../support/documents.ts';
import { started } from '../../support/workflows.ts';

interface Fixture {
  readonly name: string;
  readonly input: string;
  readonly expected: unknown;
  readonly shouldError?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
}

const require = createRequire(join(projectFolder, 'package.json'));
const specification = dirname(require.resolve('@toon-format/spec/package.json'));
const fixtures = filesOf('tests/fixtures/decode').flatMap(({ name, text }) =>
  (JSON.parse(text) as { readonly tests: readonly Fixture[] }).tests.map((fixture) => ({
    ...fixture,
    name: `${name}: ${fixture.name}`,
  })),
);

function filesOf(folder: string): readonly { readonly name: string; readonly text: string }[] {
  const path = join(specification, folder);
  return readdirSync(path).map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }));
}

/** The reader wraps what is no object. */
function asRead(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { root: value };
}

/** What the decoder says with the options that Ninefold reads with: its own defaults, which are strict. */
function strictly(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: decode(text) };
  } catch (error) {
    if (error instanceof ToonDecodeError) return undefined;
    throw error;
  }
}

function mendable(findings: readonly ToonFinding[]): readonly ToonFinding[] {
  return findings.filter(({ severity }) => severity !== 'doubt');
}

/** Read without a finding that calls for an edit where it is right, and never without one where it is wrong. */
function checkAgreement(text: string, expected: { readonly value: unknown } | undefined): void {
  const { value, findings } = readToon(text);
  if (expected === undefined) ok(mendable(findings).length > 0, JSON.stringify(text));
  else deepStrictEqual([mendable(findings), value], [[], asRead(expected.value)], JSON.stringify(text));
}

describe('the reader and the specification of TOON', () => {
  it('have more than 200 fixtures to agree on', () => {
    ok(fixtures.length > 200, `${fixtures.length} fixtures`);
  });

  for (const { name, input, expected, shouldError, options } of fixtures) {
    // Key paths left the format with 4.0; the other options are for readers that aren't strict.
    const isDefault = options === undefined || Object.keys(options).length === 0;
    if (isDefault)
      it(`agree: ${name}`, () =>
        checkAgreement(input, shouldError === true ? undefined : { value: expected }));
    else it(`agree as far as strict reading goes: ${name}`, () => checkAgreement(input, strictly(input)));
  }

  for (const { name, text } of filesOf('examples/valid').filter((one) => one.name.endsWith('.toon')))
    it(`agree on what is right: ${name}`, () => checkAgreement(text, { value: decode(text) }));
  for (const { name, text } of filesOf('examples/invalid'))
    it(`agree on what is wrong: ${name}`, () => checkAgreement(text, undefined));

  for (const [what, text] of Object.entries({
    'comments anywhere on lines of their own': '# head\na[2]{x,y}:\n  # between\n  1,2\n  3,4\n# end\nb: 1\n',
    'a keyed table': 'm[2:]{name,age}:\n  ada: Ada,36\n  bob: Bob,40\n',
    'a keyed table at the root': '[2:]{name,age}:\n  ada: Ada,36\n  bob: Bob,40\n',
    'groups of columns': 'a[2]{id,at{x,y}}:\n  7,1,2\n  8,3,4\n',
    'tabs between the cells of a table, the last one empty': 'a[2\t]{x\ty}:\n  1\t""\n  2\tb\n',
  }))
    it(`agree on what came with version 4: ${what}`, () => checkAgreement(text, { value: decode(text) }));

  it('agree that a fix makes the document right, where one is offered for all that is wrong', () => {
    const broken = fixtures
      .map(({ input }) => ({ input, reading: readToon(input) }))
      .filter(({ reading }) => reading.value !== undefined && mendable(reading.findings).length > 0);
    ok(broken.length >= 10, `${broken.length} can be mended`);
    for (const { input, reading } of broken) {
      const mended = applyToonEdits(
        input,
        mendable(reading.findings).flatMap(({ edits }) => edits),
      );
      deepStrictEqual(strictly(mended), { value: reading.value?.root ?? reading.value }, mended);
    }
  });
});

describe('the reader and what Ninefold writes', () => {
  const names = ['workflow-state.toon', 'session-context.toon', 'decisions.toon'];
  for (const [what, state] of Object.entries({
    'the reference workflow': referenceState(),
    'a workflow just started': started(),
    'a workflow worked on': workedOn(),
  })) {
    for (const name of [...names, `state/workflows/${state.id}.toon`])
      it(`agree on ${name} of ${what}, as ours and as anybody's`, () => {
        const text = documentOf(state, name);
        deepStrictEqual(readToon(text, { schema: exportSchema(name) }), {
          value: decode(text),
          findings: [],
        });
        deepStrictEqual(readToon(text), { value: decode(text), findings: [] });
      });
  }
});
