/** Where VS Code comes in. */

import type { ExtensionContext } from 'vscode';

import { compose } from './compose.ts';

export function activate(context: ExtensionContext): void {
  context.subscriptions.push(compose(context));
}
