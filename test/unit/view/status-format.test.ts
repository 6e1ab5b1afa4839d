import assert from 'node:assert/strict';

import { phrase, phraseText } from '../../../src/core/meter/meter-words.ts';
import { formatFigures } from '../../../src/core/view/status-format.ts';
import { treeMessage } from '../../../src/core/view/tree-message.ts';
import { reading } from '../meter/sample-reading.ts';

const FORMATS = ['tokensAndPercent', 'percent', 'tokens'] as const;

describe('the status bar by its setting', () => {
  it('shows the figures that were chosen, and keeps the marks of an estimate, of old figures and an ended session', () => {
    const figures = { icon: '$(pulse)', tokens: '152K', percent: 76, hours: 3 };
    const words = ['status-known', 'status-estimated', 'status-stale', 'status-ended'] as const;
    assert.deepStrictEqual(
      words.map((word) => FORMATS.map((format) => phraseText(formatFigures(phrase(word, figures), format)))),
      [
        ['$(pulse) 152K 76%', '$(pulse) 76%', '$(pulse) 152K'],
        ['$(pulse) ~152K ~76%', '$(pulse) ~76%', '$(pulse) ~152K'],
        ['$(pulse) 152K 76% 3h ago', '$(pulse) 76% 3h ago', '$(pulse) 152K 3h ago'],
        ['$(pulse) 152K 76% ended', '$(pulse) 76% ended', '$(pulse) 152K ended'],
      ],
    );
  });

  it('leaves what has no figures as it is', () => {
    assert.equal(phraseText(formatFigures(phrase('status-compacted'), 'tokens')), '$(pulse) compacted');
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
      '76% of the context window is used (152,000 of 200,000 tokens): plan a handoff.',
    );
  });

  it('is not there below, after a compaction, and without a session', () => {
    assert.deepStrictEqual([treeMessage(reading({ tokens: 1000 })), treeMessage(null)], [null, null]);
  });
});
