/** The estimate: from a key to the status bar of a real window, and an edit of a large document in the counter. */

import { CountedDocument } from '../../src/core/tokens/counted-document.ts';
import { loadEncoding } from '../../src/node/tokens/load-encoding.ts';
import { openWorkbench } from '../ui/open-workbench.ts';
import { mixedText, sameChance } from '../unit/tokens/sample-texts.ts';
import type { Figure } from './figures.ts';
import { atMost, percentile } from './figures.ts';
import { nextChange, STATUS_ITEM } from './item-change.ts';

const KEYS = 100;
const EDITS = 2000;
const LARGE = 1_000_000;

/** Types one by one, each when the one before is shown. */
export async function typing(): Promise<readonly Figure[]> {
  const workbench = await openWorkbench({ files: { 'notes.md': 'Some words to begin with.\n' } });
  try {
    const { page, quickInput } = workbench;
    await page.locator(STATUS_ITEM).waitFor();
    await page.keyboard.press('Control+KeyP');
    await quickInput.waitFor();
    await quickInput.fill('notes.md');
    await quickInput.pick('notes.md');
    await page.locator(STATUS_ITEM).getByText(/~\d/).waitFor();
    await page.locator('.part.editor .monaco-editor').first().click();
    await page.keyboard.press('Control+End');
    const samples: number[] = [];
    for (let key = 0; key < KEYS; key++) {
      const shown = await nextChange(workbench);
      const pressed = Date.now();
      // A character that is at least one token, wherever it stands.
      await page.keyboard.insertText('鬱');
      samples.push((await shown.changedAt()) - pressed);
    }
    return [
      atMost('key pressed → estimate in the status bar changed, p50', percentile(samples, 0.5), 300),
      atMost('key pressed → estimate in the status bar changed, p95', percentile(samples, 0.95), 300),
    ];
  } finally {
    await workbench.close();
  }
}

/** Edits anywhere in a document of a million units, as the worker does them. */
export function edits(): Promise<readonly Figure[]> {
  const kind = mixedText(1);
  const document = new CountedDocument(kind.repeat(LARGE / kind.length), loadEncoding('o200k', 'dist'));
  const chance = sameChance(7);
  const samples = Array.from({ length: EDITS }, () => {
    const change = { rangeOffset: chance(LARGE / 2), rangeLength: chance(4), text: 'word '.slice(chance(5)) };
    const started = performance.now();
    document.change([change]);
    return performance.now() - started;
  });
  return Promise.resolve([
    atMost('one edit in a document of 1 MB, recounted, p50', percentile(samples, 0.5), 5),
    atMost('one edit in a document of 1 MB, recounted, p99', percentile(samples, 0.99), 5),
  ]);
}
