/** Whether git carries the state of a root, and who the person is there. */

import type { SharingPort } from '../../core/service/ports.ts';
import { readLine } from '../../core/workflow/names.ts';
import { LONGEST } from '../../core/workflow/limits.ts';
import { git } from '../git/run-git.ts';
import { isShared } from './shared-rules.ts';
import type { StateLayout } from './state-layout.ts';

export interface GitSharingOptions {
  readonly layout: StateLayout;
  /** In an untrusted folder, no program runs, including git. */
  readonly isTrusted: () => boolean;
}

export class GitSharing implements SharingPort {
  readonly #options: GitSharingOptions;

  constructor(options: GitSharingOptions) {
    this.#options = options;
  }

  isShared(): Promise<boolean> {
    return isShared(this.#options.layout);
  }

  /** Asks each time, because a person may change the name while a window is open. Never reads the e-mail address. */
  async author(): Promise<string | null> {
    const { layout, isTrusted } = this.#options;
    if (!isTrusted() || !(await this.isShared())) return null;
    const given = process.env.GIT_AUTHOR_NAME ?? '';
    const name = readLine(given === '' ? await configuredName(layout.folder) : given, LONGEST.name);
    return name === '' ? null : name;
  }
}

/** Returns the name that a commit in the folder would get: of the author, otherwise of the user. */
async function configuredName(folder: string): Promise<string> {
  const found = (await git(folder, ['config', '--get-regexp', '^(author|user)\\.name$'])) ?? '';
  const named = (key: string): string | undefined =>
    found
      .split('\n')
      .findLast((line) => line.startsWith(`${key} `))
      ?.slice(key.length + 1);
  return named('author.name') ?? named('user.name') ?? '';
}
