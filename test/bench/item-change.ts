/** When the status-bar item of the meter changes, by the page's clock, which is the machine's. */

import type { OpenWorkbench } from '../ui/open-workbench.ts';

export const STATUS_ITEM = '.statusbar-item[id$=".ninefold.meter"]';

/** The parts of a page that the observer uses; the bench itself is compiled without a browser's types. */
interface PageGlobals {
  readonly document: { querySelector(selector: string): { readonly textContent: string } | null };
  readonly MutationObserver: new (callback: () => void) => {
    observe(target: unknown, options: object): void;
    disconnect(): void;
  };
}

/** Arms an observer in the page; `changedAt` gives the page's time of the next change of the item. */
export async function nextChange({
  page,
}: OpenWorkbench): Promise<{ readonly changedAt: () => Promise<number> }> {
  await page.evaluate((selector) => {
    const { document, MutationObserver } = globalThis as unknown as PageGlobals;
    const item = document.querySelector(selector);
    const before = item?.textContent;
    const holder = globalThis as { ninefoldChange?: Promise<number> };
    holder.ninefoldChange = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (document.querySelector(selector)?.textContent === before) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(item, { subtree: true, childList: true, characterData: true });
    });
  }, STATUS_ITEM);
  return {
    changedAt: () =>
      page.evaluate(() => (globalThis as { ninefoldChange?: Promise<number> }).ninefoldChange ?? Number.NaN),
  };
}
