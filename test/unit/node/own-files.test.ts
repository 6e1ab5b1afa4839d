import { deepStrictEqual, rejects } from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { makePrivateAgain } from '../../../src/node/state/private-state.ts';
import { writeSharedRules } from '../../../src/node/state/shared-rules.ts';
import { applyRemoval, planRemoval } from '../../../src/node/folder/removal.ts';
import { changeRule, makeRulesFile } from '../../../src/node/rules/rules-file.ts';
import { git, newFolder, open, removeFolders } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;

interface Linked {
  readonly link: string;
  readonly target: string;
}

/** A link to a file with permissions of its own. @param folder that of the file */
function linked(link: string, bytes: Buffer, folder = newFolder()): Linked {
  const target = join(folder, 'mine');
  writeFileSync(target, bytes);
  chmodSync(target, 0o640);
  rmSync(link, { force: true });
  symlinkSync(target, link);
  return { link, target };
}

const look = ({ link, target }: Linked): unknown => [
  lstatSync(link).isSymbolicLink(),
  (statSync(target).mode & 0o777).toString(8),
];
/** On Windows, a mode only tells whether a file may be written. */
const KEPT = [true, process.platform === 'win32' ? '666' : '640'];

/** A repository in which the folder of the root has a name beyond ASCII. */
async function openRepository(): Promise<OpenFolder & { readonly exclude: string }> {
  const top = newFolder();
  git(top, 'init', '-q', '-b', 'main');
  const folder = join(top, 'Büro');
  mkdirSync(folder);
  return { ...(await open(folder)), exclude: join(top, '.git/info/exclude') };
}

const start = ({ service }: OpenFolder): Promise<unknown> =>
  service.start({ kind: 'start', id: 'one', name: 'One', branch: null }, PERSON);

describe('a file of a person’s own', () => {
  afterEach(removeFolders);

  it('that git leaves out by stays a link, with its permissions and its bytes', async () => {
    const opened = await openRepository();
    const mine = Buffer.from('# caf\xe9\n*.log\n', 'latin1');
    const file = linked(opened.exclude, mine);
    const isMine = (): boolean => readFileSync(file.target).subarray(0, mine.length).equals(mine);
    const status = (): string => git(opened.folder, 'status', '--short', '--untracked-files=all');
    await start(opened);
    deepStrictEqual([look(file), isMine(), status()], [KEPT, true, '']);
    // The rules of shared state have precedence, so that these bytes stay as they are.
    await writeSharedRules(opened.layout);
    deepStrictEqual([look(file), isMine(), status() !== ''], [KEPT, true, true]);
    await makePrivateAgain(opened.layout);
    deepStrictEqual([look(file), isMine(), status()], [KEPT, true, '']);
    await applyRemoval(opened.layout, await planRemoval(opened, newFolder()), newFolder());
    deepStrictEqual([look(file), readFileSync(file.target)], [KEPT, mine]);
  });

  it('that holds the rules stays a link with its permissions, and is unchanged if it isn’t UTF-8', async () => {
    const opened = await open(newFolder());
    await start(opened);
    const file = linked(join(opened.root, 'ninefold.json'), Buffer.from('// mine\n{}\n'), opened.folder);
    await changeRule(opened.layout, ['approvedBy'], 'agent');
    deepStrictEqual(look(file), KEPT);
    deepStrictEqual(readFileSync(file.target, 'utf8'), '// mine\n{\n  "approvedBy": "agent"\n}\n');
    const latin = Buffer.from('// caf\xe9\n{}\n', 'latin1');
    writeFileSync(file.target, latin);
    await rejects(changeRule(opened.layout, ['approvedBy'], 'agent'), (error) =>
      NinefoldError.is(error, 'rules-invalid'),
    );
    deepStrictEqual(readFileSync(file.target), latin);
  });

  it('that is a link to nothing is left, and named', async () => {
    const opened = await openRepository();
    const file = linked(opened.exclude, Buffer.from(''));
    rmSync(file.target);
    const isBroken = (error: unknown): boolean => NinefoldError.is(error, 'settings-link-broken');
    await rejects(start(opened), isBroken);
    deepStrictEqual([lstatSync(file.link).isSymbolicLink(), existsSync(file.target)], [true, false]);
    rmSync(file.link);
    await start(opened);
    const rules = linked(join(opened.root, 'ninefold.json'), Buffer.from(''));
    rmSync(rules.target);
    await rejects(makeRulesFile(opened.layout), isBroken);
    deepStrictEqual([lstatSync(rules.link).isSymbolicLink(), existsSync(rules.target)], [true, false]);
  });
});
