import assert from 'node:assert/strict';

import { LEVEL_WORDS } from '../../../src/core/meter/level-words.ts';
import { formatMessage } from '../../../src/core/messages.ts';
import { phrase, phraseText } from '../../../src/core/meter/meter-words.ts';
import { formatFigures } from '../../../src/core/view/status-format.ts';
import { treeMessage } from '../../../src/core/view/tree-message.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { reading } from '../meter/sample-reading.ts';
import { started } from '../support/workflows.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { wordsOf } from '../support/words.ts';
import { FORMAT_WORDS } from '../../../src/core/view/status-format.ts';

const meterWord = wordsOf(METER_WORDS);
const percentWord = wordsOf(FORMAT_WORDS.percent);
const tokensWord = wordsOf(FORMAT_WORDS.tokens);

const FORMATS = ['tokensAndPercent', 'percent', 'tokens'] as const;

describe('the status bar by its setting', () => {
  it('shows the figures that were chosen, and keeps the marks of an estimate, of old figures and an ended session', () => {
    const figures = { icon: '$(pulse)', tokens: '152K', percent: 76, hours: 3 };
    const words = ['status-known', 'status-estimated', 'status-stale', 'status-ended'] as const;
    assert.deepStrictEqual(
      words.map((word) => FORMATS.map((format) => phraseText(formatFigures(phrase(word, figures), format)))),
      [
        [
          meterWord('status-known', figures),
          percentWord('status-known', figures),
          tokensWord('status-known', figures),
        ],
        [
          meterWord('status-estimated', figures),
          percentWord('status-estimated', figures),
          tokensWord('status-estimated', figures),
        ],
        [
          meterWord('status-stale', { icon: '$(pulse)', tokens: '152K', percent: 76, hours: 3 }),
          percentWord('status-stale', figures),
          tokensWord('status-stale', figures),
        ],
        [
          meterWord('status-ended', { icon: '$(pulse)', tokens: '152K', percent: 76 }),
          percentWord('status-ended', figures),
          tokensWord('status-ended', figures),
        ],
      ],
    );
  });

  it('leaves what has no figures as it is', () => {
    assert.equal(
      phraseText(formatFigures(phrase('status-compacted'), 'tokens')),
      meterWord('status-compacted'),
    );
  });
});

describe('the sentence above the tree', () => {
  it('stands there from the warning level on, as one sentence', () => {
    const { template, parameters } = treeMessage(reading({ tokens: 152_000 })) ?? {
      template: '',
      parameters: {},
    };
    assert.equal(
      phraseText({ template, parameters }),
      formatMessage(LEVEL_WORDS['tree-warning'], { percent: 76, tokens: '152,000', window: '200,000' }),
    );
  });

  it('asks for a new session once the handoff is written, and for nothing when the workflow is completed', () => {
    const figures = { percent: 92, tokens: '184,000', window: '200,000' };
    const said = (state?: WorkflowState): string => {
      const found = treeMessage(reading({ tokens: 184_000 }), state);
      return found === null ? '' : phraseText(found);
    };
    const handoff = {
      at: '',
      path: '',
      phase: '1',
      commit: null,
      branch: null,
      session: 'first',
      files: {},
    } as const;
    const written = { ...started(), handoffs: [handoff] };
    const ofAnother = { ...written, handoffs: [{ ...handoff, session: 'second' }] };
    assert.deepStrictEqual(
      [said(), said(ofAnother), said(written), said({ ...written, status: 'completed' })],
      (['tree-force', 'tree-force', 'tree-written', 'tree-done'] as const).map((word) =>
        formatMessage(LEVEL_WORDS[word], figures),
      ),
    );
  });

  it('is not there below, after a compaction, and without a session', () => {
    assert.deepStrictEqual([treeMessage(reading({ tokens: 1000 })), treeMessage(null)], [null, null]);
  });
});
