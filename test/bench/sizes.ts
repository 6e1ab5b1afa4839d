/** Sizes: the extension's bundle, and tokens of the exports on the reference workflow. */

import { statSync } from 'node:fs';

import { decode, encode } from '@toon-format/toon';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';

import { exportsOf } from '../../src/core/exports/exports.ts';
import { handoffDocument } from '../../src/core/handoff/handoff-document.ts';
import {
  REFERENCE_GIT,
  REFERENCE_INTENTS,
  REFERENCE_PROJECT,
  REFERENCE_START,
} from '../fixtures/reference-workflow.ts';
import { afterAll, started } from '../unit/support/workflows.ts';
import type { Figure } from './figures.ts';

const MAX_BUNDLE_KB = 120;

/** Size of what VS Code loads at start-up. */
export function bundleSize(): Promise<readonly Figure[]> {
  const size = statSync('dist/extension.js').size / 1024;
  const figure = {
    what: 'extension.js, minified',
    measured: `${size.toFixed(0)} KB`,
    budget: `≤ ${MAX_BUNDLE_KB} KB`,
    isWithin: size <= MAX_BUNDLE_KB,
  };
  return Promise.resolve([figure]);
}

/** Tokens (o200k) of the reference workflow's exports, without `#` header lines. */
export function exportTokens(): Promise<readonly Figure[]> {
  const encoding = new Tiktoken(o200k);
  const count = (text: string): number =>
    encoding.encode(text.replaceAll(/^# (Generated|\.claude).*\n/gm, ''), [], []).length;
  const state = afterAll(started(REFERENCE_START), REFERENCE_INTENTS);
  const files = exportsOf(state, true, REFERENCE_PROJECT, (path) => `.claude/${path}`);
  const text = (path: string): string => files.find((file) => file.path === path)?.text('') ?? '';
  const own = text(`state/workflows/${state.id}.toon`);
  const content = decode(own);
  const toon = count(encode(content));
  const full = count(text(`state/workflows/${state.id}.json`));
  const loaded = count(text('session-context.toon')) + count(text('workflow-state.toon'));
  const facts = Object.fromEntries(
    state.deliverables.map(({ file }) => [file, { exists: true, hash: 'ab'.repeat(32) }]),
  );
  const reads = ['.claude/session-context.toon', '.claude/workflow-state.toon'];
  const handoff = count(
    handoffDocument({ state, git: REFERENCE_GIT, patterns: state.patterns, files: facts, banner: '', reads }),
  );
  return Promise.resolve([
    saving('TOON against pretty JSON of the same content', toon, count(JSON.stringify(content, null, 2)), 45),
    saving('TOON against compact JSON of the same content', toon, count(JSON.stringify(content)), 15),
    share('what a resume loads, of the full JSON state', loaded, full, 30),
    { what: 'handoff', measured: `${handoff} tokens`, budget: '≤ 1,200 tokens', isWithin: handoff <= 1200 },
  ]);
}

function saving(what: string, ours: number, rival: number, least: number): Figure {
  const percent = (1 - ours / rival) * 100;
  const measured = `${percent.toFixed(0)}% fewer (${ours} against ${rival} tokens)`;
  return { what, measured, budget: `≥ ${least}% fewer`, isWithin: percent >= least };
}

function share(what: string, part: number, whole: number, most: number): Figure {
  const percent = (part / whole) * 100;
  const measured = `${percent.toFixed(0)}% (${part} of ${whole} tokens)`;
  return { what, measured, budget: `≤ ${most}%`, isWithin: percent <= most };
}
