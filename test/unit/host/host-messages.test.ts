import assert from 'node:assert/strict';

import { HOST_MESSAGES, hostMessage } from '../../../src/host/host-messages.ts';
import { asSentence } from '../../../src/host/sentence.ts';

describe('failures in the window', () => {
  it('never send a person to a command line', () => {
    assert.deepStrictEqual(
      HOST_MESSAGES.filter((message) => /`|--\w/.test(message)),
      [],
    );
  });

  it('are sentences', () => {
    assert.deepStrictEqual(
      [
        asSentence(hostMessage('folder-none')),
        asSentence("'a' exists"),
        asSentence('Done.'),
        asSentence('state/a.jsonl:2: torn', '{file}:{line}: {reason}'),
      ],
      ['No folder is open; open one to start a workflow.', "'a' exists.", 'Done.', 'state/a.jsonl:2: torn.'],
    );
  });
});
