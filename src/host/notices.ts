/**
 * All notifications and messages in the status bar go through here: VS Code renders `[text](command:…)` in the first as a link
 * that runs the command, and `$(name)` in the second as an icon.
 */

import { window } from 'vscode';
import type { MessageOptions } from 'vscode';

import { withoutIcons } from '../core/text/without-icons.ts';
import { withoutLinks } from '../core/text/without-links.ts';

type Show = (message: string, ...rest: readonly (MessageOptions | string)[]) => Thenable<string | undefined>;

/** Shows an error with its text escaped. @returns the selected button */
export const showError = shownBy((...given) => window.showErrorMessage(...given));
/** Shows a warning with its text escaped. @returns the selected button */
export const showWarning = shownBy((...given) => window.showWarningMessage(...given));
/** Shows an information message with its text escaped. @returns the selected button */
export const showInformation = shownBy((...given) => window.showInformationMessage(...given));

const STATUS_MESSAGE_MS = 5000;

/** Shows a short message in the status bar for some seconds. @param icon name of a theme icon */
export function showBriefly(icon: 'check' | 'info', text: string): void {
  window.setStatusBarMessage(`$(${icon}) ${withoutIcons(text)}`, STATUS_MESSAGE_MS);
}

function shownBy(
  show: (message: string, options: MessageOptions, ...buttons: string[]) => Thenable<string | undefined>,
): Show {
  return (message, ...rest) => {
    const [first, ...others] = rest;
    const options = typeof first === 'object' ? first : {};
    const buttons = (typeof first === 'string' ? [first, ...others] : others).filter(
      (button) => typeof button === 'string',
    );
    const { detail } = options;
    const shown = detail === undefined ? options : { ...options, detail: withoutLinks(detail) };
    return show(withoutLinks(message), shown, ...buttons);
  };
}
