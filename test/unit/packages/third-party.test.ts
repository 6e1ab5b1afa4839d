import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

describe('the licences that go with the packages', () => {
  const titles = [
    ...read('dist/third-party-licenses.txt').matchAll(/^={80}\n(\S+) \((.+)\)\n={80}\n\n(.)/gm),
  ];

  it('name every package of which a bundle holds code, and the one whose ranks are packed', () => {
    const { outputs } = JSON.parse(read('dist/meta.json')) as {
      readonly outputs: Readonly<
        Record<string, { readonly inputs: Readonly<Record<string, { bytesInOutput: number }>> }>
      >;
    };
    const bundled = Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
        bytesInOutput === 0 ? [] : (/.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
      ),
    );
    const named = titles.map(([, name]) => name);
    ok(bundled.includes('zod') && named.includes('js-tiktoken'));
    deepStrictEqual(
      [...new Set(bundled)].filter((name) => !named.includes(name)),
      [],
    );
  });

  it('are all such as ask for no more than their text', () => {
    const free = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
    deepStrictEqual(
      titles.filter(([, , licence]) => !free.includes(licence ?? '')).map(([, name]) => name),
      [],
    );
  });
});
