import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { decode } from '@toon-format/toon';
import { parse } from 'yaml';

import { NinefoldError } from '../../../src/core/errors.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { loadProjectContext } from '../../../src/node/context/context-loader.ts';
import type { ContextOutcome, ContextRequest } from '../../../src/node/context/context-loader.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { git, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;
const CONFIG = 'project-contexts/reading-list/project-config.yaml';
const CONVENTIONS = 'project-contexts/reading-list/conventions.md';
const CACHE = '.claude/state/context/project-cache.json';

let now = '2026-01-02T03:00:00.000Z';

async function openFixture(): Promise<OpenFolder> {
  const folder = newFolder();
  cpSync('test/fixtures/projects/react-vite', folder, { recursive: true });
  return open(folder, { clock: { now: () => now } });
}

async function load(opened: OpenFolder, request: ContextRequest = {}): Promise<ContextOutcome> {
  const outcome = await loadProjectContext(opened, request);
  ok(outcome !== undefined);
  return outcome;
}

function read(opened: OpenFolder, path: string): string {
  return readFileSync(join(opened.root, path), 'utf8');
}

describe('project context on disk', () => {
  beforeEach(() => {
    now = '2026-01-02T03:00:00.000Z';
  });
  afterEach(removeFolders);

  it('is written for people: configuration and conventions, each with its share and example', async () => {
    const opened = await openFixture();
    deepStrictEqual((await load(opened)).written, [CONFIG, CONVENTIONS]);
    const config = parse(read(opened, CONFIG)) as Record<string, unknown>;
    deepStrictEqual(Object.keys(config), [
      'schema',
      'name',
      'stack',
      'package_manager',
      'commands',
      'languages',
      'folders',
    ]);
    deepStrictEqual(config.commands, {
      build: 'pnpm run build',
      test: 'pnpm test',
      lint: 'pnpm run lint',
      start: 'pnpm run dev',
    });
    const text = read(opened, CONVENTIONS);
    match(text, /^<!--\n# Generated: 2026-01-02T03:00:00\.000Z\nWritten by `ninefold context`/);
    match(
      text,
      /## Imports\n\n\*\*absolute from @\/\*\*: 9 of 9 files \(100%\)\.\n\nExample: `@\/types\/book`, from `src\/components\/BookCard\.tsx`\n/,
    );
  });

  it('is short and sensible for an empty folder', async () => {
    const opened = await open(newFolder(), { clock: { now: () => now } });
    const { written } = await load(opened);
    const [config = '', conventions = ''] = written;
    const name = basename(opened.folder);
    deepStrictEqual(parse(read(opened, config)), { schema: 'ninefold/project/1', name, stack: [] });
    const text = read(opened, conventions).replace(/^<!--.*?-->\n\n/s, '');
    strictEqual(
      text,
      `# Conventions: ${name}\n\nThere are no source files here yet, so there is nothing to go by.\n`,
    );
  });

  it('comes from the cache while that is under an hour old and the manifests are unchanged', async () => {
    const opened = await openFixture();
    await load(opened);
    now = '2026-01-02T03:59:59.000Z';
    const cached = await load(opened);
    deepStrictEqual([cached.isCached, cached.at, cached.written], [true, '2026-01-02T03:00:00.000Z', []]);
    strictEqual((await load(opened, { refresh: true })).isCached, false);
    strictEqual((await load(opened)).isCached, true);
    const manifest = join(opened.folder, 'package.json');
    utimesSync(manifest, new Date(), new Date(Date.now() + 5000));
    strictEqual((await load(opened)).isCached, false);
    writeFiles(opened.folder, { 'go.mod': 'module example.com/x\n' });
    strictEqual((await load(opened)).isCached, false);
    now = '2026-01-02T05:00:00.000Z';
    strictEqual((await load(opened)).isCached, false);
    now = '2026-01-01T00:00:00.000Z';
    strictEqual((await load(opened)).isCached, false);
  });

  it('rewrites a file only when more than its time would differ', async () => {
    const opened = await openFixture();
    await load(opened);
    const before = statSync(join(opened.root, CONVENTIONS)).mtimeMs;
    now = '2026-01-02T09:00:00.000Z';
    deepStrictEqual((await load(opened)).written, []);
    strictEqual(statSync(join(opened.root, CONVENTIONS)).mtimeMs, before);
  });

  it('leaves a file that somebody edited or that it didn’t write, and says so', async () => {
    const opened = await openFixture();
    writeFiles(opened.root, { [CONFIG]: 'name: mine\n' });
    deepStrictEqual((await load(opened)).kept, [CONFIG]);
    writeFileSync(join(opened.root, CONVENTIONS), `${read(opened, CONVENTIONS)}\nOurs.\n`);
    deepStrictEqual((await load(opened, { refresh: true })).kept, [CONFIG, CONVENTIONS]);
    strictEqual(read(opened, CONFIG), 'name: mine\n');
    match(read(opened, CONVENTIONS), /\nOurs\.\n$/);
  });

  it('takes a file of its own up again when the code says something else', async () => {
    const opened = await openFixture();
    await load(opened);
    writeFiles(opened.folder, { 'src/lib/second-name.ts': 'export default 1;\n' });
    const { written, kept } = await load(opened, { refresh: true });
    deepStrictEqual([written, kept], [[CONFIG, CONVENTIONS], []]);
  });

  it('replaces no cache of somebody else', async () => {
    const opened = await openFixture();
    writeFiles(opened.folder, { [CACHE]: '{"contexts":[]}' });
    deepStrictEqual((await load(opened)).kept, ['state/context/project-cache.json']);
    strictEqual(readFileSync(join(opened.folder, CACHE), 'utf8'), '{"contexts":[]}');
  });

  it('shows nothing in git', async () => {
    const opened = await openFixture();
    git(opened.folder, 'init', '-q');
    git(opened.folder, 'add', '.');
    git(opened.folder, 'commit', '-q', '-m', 'first');
    await load(opened);
    strictEqual(git(opened.folder, 'status', '--porcelain'), '');
  });

  it('writes nothing where it is cancelled or the folder is not trusted', async () => {
    const opened = await openFixture();
    const stop = new AbortController();
    const outcome = await loadProjectContext(opened, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    strictEqual(outcome, undefined);
    await rejects(load(opened, { isTrusted: false }), (error) => NinefoldError.is(error, 'untrusted'));
    strictEqual(existsSync(opened.root), false);
  });

  it('reaches session context, workflow and handoff, and a person’s pattern wins', async () => {
    const opened = await openFixture();
    const { service } = opened;
    await service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    const own = { type: 'File-Naming', convention: 'kebab-case', example: '' };
    await service.execute({ kind: 'setPattern', ...own }, PERSON);
    const { written, patterns } = await load(opened);
    ok(written.includes('session-context.toon'));
    deepStrictEqual(
      patterns.map(({ type, by }) => `${type} ${by}`),
      ['File-Naming person', 'imports code', 'exports code', 'errors code', 'testing code', 'styling code'],
    );
    for (const path of ['session-context.toon', 'state/workflows/wf-001.toon']) {
      const table = (decode(read(opened, path)) as { patterns: readonly unknown[] }).patterns;
      deepStrictEqual(table.slice(0, 2), [
        own,
        { type: 'imports', convention: 'absolute from @/', example: '@/types/book' },
      ]);
      strictEqual(table.length, 6);
    }
    match(read(opened, CONVENTIONS), /## File Naming\n\n\*\*kebab-case\*\*, set by a person\.\n/i);
    await createHandoff(service, PERSON);
    match(
      (await service.ports.exports.readHandoff('wf-001')) ?? '',
      /\n- Imports: absolute from @\/ \(`@\/types\/book`\)\n/,
    );
    // Hours later, with other manifests: the habits stay, nothing is scanned.
    now = '2026-01-02T09:00:00.000Z';
    writeFiles(opened.folder, { 'package.json': '{"name":"renamed"}' });
    const facts = await service.ports.workspace.project();
    deepStrictEqual([facts.name, facts.patterns.length], ['renamed', 6]);
  });
});
