import { l10n, window } from 'vscode';

/** Letters, digits and marks that no shell gives a meaning to inside double quotes. */
const SAFE = /^[A-Za-z0-9 ._:/-]+$/;

/** Whether a prompt can be written into a terminal's line; the core makes no other. */
export function canRunPrompt(prompt: string): boolean {
  return SAFE.test(prompt);
}

/** Opens a terminal in the folder and starts Claude Code with the prompt. Any other text is refused. */
export function runPrompt(prompt: string, folder: string, name: string): void {
  if (!canRunPrompt(prompt)) throw new RangeError('the prompt has characters that a shell may read');
  const terminal = window.createTerminal({
    name: l10n.t('Resume {name}', { name }),
    cwd: folder,
  });
  terminal.show();
  terminal.sendText(`claude "${prompt}"`);
}
