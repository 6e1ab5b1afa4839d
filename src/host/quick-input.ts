/**
 * All quick picks and input boxes go through here: VS Code renders `$(name)` in them as an icon, and `[text](target)` in a box's
 * prompt as a link (`IconLabel` and `renderQuickInputDescription` in its sources).
 */

import { QuickPickItemKind, window } from 'vscode';
import type { InputBoxOptions, QuickPickItem, QuickPickOptions } from 'vscode';

import { withoutIcons } from '../core/text/without-icons.ts';
import { withoutLinks } from '../core/text/without-links.ts';

/** An item whose texts are escaped; only `icon` becomes an icon. A separator must hold no foreign text. */
export interface Choice extends QuickPickItem {
  /** Name of a theme icon. */
  readonly icon?: string;
}

interface Shown<T> extends QuickPickItem {
  readonly item: T;
}

/** Lets the user select one item. @returns undefined on Escape */
export async function pickOne<T extends Choice>(
  items: readonly T[],
  options: QuickPickOptions,
): Promise<T | undefined> {
  return (await window.showQuickPick(items.map(shownItem), options))?.item;
}

/** Lets the user select any number of items. @returns undefined on Escape */
export async function pickMany<T extends Choice>(
  items: readonly T[],
  options: QuickPickOptions,
): Promise<readonly T[] | undefined> {
  const chosen = await window.showQuickPick(items.map(shownItem), { ...options, canPickMany: true });
  return chosen?.map(({ item }) => item);
}

interface LineOptions extends InputBoxOptions {
  /** Returns what is wrong with the text as a sentence. */
  readonly validateInput: (text: string) => Promise<string | undefined>;
}

/** Asks for a line of text, with prompt and problems escaped. @returns undefined on Escape */
export async function askText(options: LineOptions): Promise<string | undefined> {
  const { prompt, validateInput } = options;
  return window.showInputBox({
    ...options,
    ...(prompt === undefined ? {} : { prompt: inBox(prompt) }),
    validateInput: async (text) => {
      const problem = await validateInput(text);
      return problem === undefined ? undefined : inBox(problem);
    },
  });
}

function shownItem<T extends Choice>(item: T): Shown<T> {
  const { icon, label, description, detail, kind, picked } = item;
  if (kind === QuickPickItemKind.Separator) return { item, label, kind };
  const text = withoutIcons(label);
  return {
    item,
    label: icon === undefined ? text : `$(${icon}) ${text}`,
    ...(description === undefined ? {} : { description: withoutIcons(description) }),
    ...(detail === undefined ? {} : { detail: withoutIcons(detail) }),
    ...(picked === undefined ? {} : { picked }),
  };
}

function inBox(text: string): string {
  return withoutIcons(withoutLinks(text));
}
