/** Connecting and disconnecting over prepared settings: merged right, twice the same, restored exactly. */

import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';

import { CONNECTABLE_AGENTS } from '../../../src/core/agents/agents.ts';
import { READING_TOOLS } from '../../../src/core/connect/reading-tools.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import { failureText } from '../../../src/core/failures/failures.ts';
import {
  applyConnection,
  connectedAgents,
  isChange,
  planConnect,
  planDisconnect,
} from '../../../src/node/connect/connect.ts';
import { type ConnectionPlace, programsOf } from '../../../src/node/settings/connection-place.ts';
import { differenceOf } from '../../../src/node/connect/difference.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { PREPARED, type Prepared, type PreparedFile } from './prepared-settings.ts';
import { snapshotOf } from './tree-snapshot.ts';
import { shown, variablesFor } from '../support/platform.ts';
import { chainedLine, launcherPath } from '../../../src/core/connect/commands.ts';

const TARGET = { runtime: process.execPath, cli: '/opt/ninefold/dist/cli.js' };
const ALL = { withSkill: true, isTokenEfficient: true, allowsReading: true };
const LEAST = { withSkill: false, isTokenEfficient: false, allowsReading: false };
const HOOKED = [
  'SessionStart',
  'UserPromptSubmit',
  'PostToolBatch',
  'PreCompact',
  'PostCompact',
  'SessionEnd',
  'Notification',
];
const LOCAL = '.claude/settings.local.json';
const ONE_LINERS = [
  ['claude-code', LOCAL],
  ['codex', '.codex/hooks.json'],
  ['gemini', '.gemini/settings.json'],
  ['qwen-code', '.qwen/settings.json'],
] as const;

interface Group {
  readonly hooks?: readonly { readonly command: string }[];
  readonly bash?: string;
}

const COMMON_EVENTS = ['SessionStart', 'UserPromptSubmit', 'PostToolUse', 'PreCompact', 'SessionEnd'];
const HOOKED_AGENTS = [
  {
    agent: 'codex',
    file: '.codex/hooks.json',
    hooks: [...COMMON_EVENTS.slice(0, 4), 'PostCompact', 'SessionEnd', 'PermissionRequest'],
  },
  {
    agent: 'gemini',
    file: '.gemini/settings.json',
    hooks: ['SessionStart', 'BeforeAgent', 'AfterTool', 'PreCompress', 'SessionEnd', 'Notification'],
  },
  { agent: 'qwen-code', file: '.qwen/settings.json', hooks: [...COMMON_EVENTS, 'Notification'] },
  { agent: 'droid', file: '.factory/settings.json', hooks: COMMON_EVENTS },
  {
    agent: 'copilot-cli',
    file: '.github/hooks/ninefold.json',
    hooks: ['sessionStart', 'userPromptSubmitted', 'postToolUse', 'preCompact', 'sessionEnd'],
  },
];

class World {
  readonly home = newFolder();
  readonly folder = join(this.home, 'my work', "it's shop");
  readonly place: ConnectionPlace;

  constructor({ agent, isUser = false, files }: Pick<Prepared, 'agent' | 'isUser' | 'files'>) {
    mkdirSync(this.folder, { recursive: true });
    const environment = {
      home: this.home,
      env: {},
      platform: process.platform,
      claudeConfigDir: null,
      isProcessAlive: () => false,
    };
    this.place = { agent, folder: isUser ? null : this.folder, environment };
    for (const [path, file] of Object.entries(files)) this.write(path, file);
  }

  path(name: string): string {
    return name.startsWith('~/') ? join(this.home, name.slice(2)) : join(this.folder, name);
  }

  write(name: string, file: string | PreparedFile): void {
    const path = this.path(name);
    const { text = '', bytes, mode, linkTo } = typeof file === 'string' ? { text: file } : file;
    mkdirSync(dirname(path), { recursive: true });
    if (linkTo === undefined) writeFileSync(path, bytes ?? text);
    else symlinkSync(linkTo, path);
    if (mode !== undefined) chmodSync(path, mode);
  }

  async connect(options = ALL): Promise<void> {
    await applyConnection(await planConnect(this.place, options), TARGET);
  }

  async disconnect(): Promise<void> {
    await applyConnection(await planDisconnect(this.place), TARGET);
  }
}

/** A settings file's value, whatever its form. */
function valueOf(path: string, text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '');
  // The parser's objects have no prototype.
  if (path.endsWith('.toml')) return JSON.parse(JSON.stringify(parseToml(plain)));
  return parseJsonc(plain.trim() === '' ? '{}' : plain, [], { allowTrailingComma: true });
}

describe('connecting an agent', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  ok(PREPARED.length >= 30);

  for (const prepared of PREPARED.filter(({ refused }) => refused === undefined)) {
    it(`merges, stays the same the second time, and restores: ${prepared.name}`, async () => {
      const world = new World(prepared);
      const before = snapshotOf(world.home);
      const plan = await planConnect(world.place, ALL);
      deepStrictEqual(snapshotOf(world.home), before, 'planning writes nothing');
      await applyConnection(plan, TARGET);
      const connected = snapshotOf(world.home);

      for (const { file, after } of plan.files) {
        strictEqual(readFileSync(file.target, 'utf8'), after);
        if (file.path.endsWith('.md')) continue;
        const was = valueOf(file.path, file.text ?? '') as object;
        const is = valueOf(file.path, after ?? '') as object;
        deepStrictEqual(withoutOurs(is, was), was, file.path);
        ok(JSON.stringify(is).includes('.ninefold/bin/ninefold'), file.path);
      }
      for (const [name, texts] of Object.entries(prepared.keeps ?? {})) {
        const text = readFileSync(world.path(name), 'utf8');
        const places = texts.map((part) => text.indexOf(part));
        deepStrictEqual(
          places,
          places.toSorted((one, other) => one - other),
        );
        ok(places.every((at) => at >= 0));
      }

      const again = await planConnect(world.place, ALL);
      strictEqual(isChange(again), false);
      await applyConnection(again, TARGET);
      deepStrictEqual(snapshotOf(world.home), connected);

      await world.disconnect();
      deepStrictEqual(snapshotOf(world.home), before);
    });
  }

  for (const prepared of PREPARED.filter(({ refused }) => refused !== undefined)) {
    it(`refuses and leaves untouched: ${prepared.name}`, async () => {
      const world = new World(prepared);
      const before = snapshotOf(world.home);
      await rejects(planConnect(world.place, ALL), (error: unknown) => {
        ok(NinefoldError.is(error, prepared.refused?.code), String(error));
        const words = failureText(error, 'cli');
        const path = world.path(prepared.refused?.file ?? '');
        const line = prepared.refused?.line;
        ok(words.includes(line === undefined ? path : `${path}:${line}: `), words);
        return true;
      });
      deepStrictEqual(snapshotOf(world.home), before);
    });
  }

  for (const { id, connection } of CONNECTABLE_AGENTS)
    it(`changes a folder's and a user's settings for ${id}, and restores them`, async () => {
      for (const isUser of connection.isUserOnly === true ? [true] : [false, true]) {
        const world = new World({ agent: id, isUser, files: {} });
        const before = snapshotOf(world.home);
        await world.connect();
        const files = Object.entries(snapshotOf(isUser ? world.home : world.folder));
        ok(files.some(([, text]) => text.includes('.ninefold/bin/ninefold')));
        // The path of this machine stays out of files that may be in git.
        const shared = files.filter(
          ([path]) => !isUser && !path.includes('.local.') && !path.endsWith('.toml'),
        );
        for (const [path, text] of shared) ok(!text.includes(world.home), path);
        strictEqual(isChange(await planConnect(world.place, ALL)), false);
        await world.disconnect();
        deepStrictEqual(snapshotOf(world.home), before);
      }
    });

  it('starts the server of a shared file with any home folder', async () => {
    const world = new World({ agent: 'droid', files: {} });
    await world.connect();
    const { mcpServers } = valueOf('', readFileSync(world.path('.factory/mcp.json'), 'utf8')) as {
      mcpServers: { ninefold: { command: string; args: string[] } };
    };
    world.write('~/elsewhere/.ninefold/bin/ninefold', { text: '#!/bin/sh\necho "$@"\n', mode: 0o755 });
    const { command, args } = mcpServers.ninefold;
    const env = { PATH: process.env.PATH, HOME: join(world.home, 'elsewhere') };
    strictEqual(execFileSync(command, args, { env, encoding: 'utf8' }), 'mcp\n');
  });

  it('adds hooks where the agent looks for them first', async () => {
    const text = '{ "Stop": [{ "hooks": [{ "type": "command", "command": "say done" }] }] }\n';
    const world = new World({ agent: 'droid', files: { '.factory/hooks.json': text } });
    await world.connect();
    const events = valueOf('', readFileSync(world.path('.factory/hooks.json'), 'utf8')) as object;
    const hasOthers = existsSync(world.path('.factory/settings.json'));
    ok('SessionStart' in events && 'Stop' in events && !hasOthers);
  });

  it('adds its server to the settings file that is there', async () => {
    const own = '// mine\n{ "model": "x", }\n';
    for (const [agent, file] of [
      ['opencode', 'opencode.jsonc'],
      ['kilo', 'kilo.jsonc'],
      ['kilo', '.kilo/kilo.jsonc'],
    ] as const) {
      const world = new World({ agent, files: { [file]: own } });
      await world.connect();
      const here = launcherPath(programsOf(world.place.environment));
      const launcher = process.platform === 'win32' ? here : '{env:HOME}/.ninefold/bin/ninefold';
      deepStrictEqual(valueOf('', readFileSync(world.path(file), 'utf8')), {
        model: 'x',
        mcp: {
          ninefold: { type: 'local', command: [launcher, 'mcp'], enabled: true },
        },
      });
      await world.disconnect();
      strictEqual(readFileSync(world.path(file), 'utf8'), own);
    }
  });

  it('takes out only its own entries where somebody went on with a file', async () => {
    const world = new World({ agent: 'claude-code', files: { '.mcp.json': '{ "mcpServers": {} }\n' } });
    await world.connect();
    const servers = world.path('.mcp.json');
    const settings = world.path('.claude/settings.local.json');
    const edit = (path: string, key: string): void =>
      writeFileSync(path, readFileSync(path, 'utf8').replace('{', `{ // mine\n  "${key}": 1,`));
    edit(servers, 'x');
    edit(settings, 'y');
    await world.disconnect();
    const after = readFileSync(settings, 'utf8');
    ok(after.includes('// mine') && !after.includes('ninefold'), after);
    deepStrictEqual(valueOf('', after), { y: 1 });
    deepStrictEqual(valueOf('', readFileSync(servers, 'utf8')), { x: 1 });
  });

  it('gives a status line back that was chained, also after an edit beside it', async () => {
    const line = { type: 'command', command: `printf '%s' "it's"`, padding: 1 };
    const text = JSON.stringify({ statusLine: line }, null, 2);
    const world = new World({ agent: 'claude-code', files: { '.claude/settings.local.json': text } });
    await world.connect(LEAST);
    const path = world.path('.claude/settings.local.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('{', '{ "model": "opus",'));
    await world.disconnect();
    deepStrictEqual(valueOf('', readFileSync(path, 'utf8')), { model: 'opus', statusLine: line });
  });

  it('keeps what someone added to the server, and fixes an outdated path', async () => {
    const world = new World({ agent: 'gemini', isUser: true, files: {} });
    await world.connect();
    const path = world.path('~/.gemini/settings.json');
    const moved = readFileSync(path, 'utf8')
      .replaceAll(shown(world.home), '/home/before')
      .replace('"args"', '"timeout": 5000, "args"');
    writeFileSync(path, moved);
    await world.connect();
    const text = readFileSync(path, 'utf8');
    const { mcpServers } = valueOf('', text) as { mcpServers: unknown };
    const command = launcherPath(programsOf(world.place.environment));
    deepStrictEqual(mcpServers, { ninefold: { command, args: ['mcp'], timeout: 5000 } });
    ok(!text.includes('/home/before'));
  });

  it('leaves out what isn’t asked for, and the token-efficient tools are off by default', async () => {
    const world = new World({ agent: 'claude-code', files: {} });
    await world.connect(LEAST);
    const { env, hooks } = valueOf('', readFileSync(world.path('.claude/settings.local.json'), 'utf8')) as {
      env?: unknown;
      hooks: Record<string, unknown>;
    };
    deepStrictEqual([env, Object.keys(hooks).toSorted()], [undefined, HOOKED.toSorted()]);
    // Asked for later, they are added, and all of it goes again.
    await world.connect();
    ok(readFileSync(world.path('.claude/settings.local.json'), 'utf8').includes('token-efficient-tools'));
    await world.disconnect();
    deepStrictEqual(snapshotOf(world.folder), {});
  });

  it('allows the tools that only read, once, and takes that back with the approval of the server', async () => {
    const own = '{ "permissions": { "allow": ["Bash(npm test)"], "deny": ["WebFetch"] } }\n';
    const world = new World({ agent: 'claude-code', files: { [LOCAL]: own } });
    await world.connect(LEAST);
    ok(!readFileSync(world.path(LOCAL), 'utf8').includes('mcp__ninefold'));
    await world.connect();
    const { permissions } = valueOf('', readFileSync(world.path(LOCAL), 'utf8')) as {
      permissions: { allow: readonly string[] };
    };
    deepStrictEqual(permissions.allow, [
      'Bash(npm test)',
      ...READING_TOOLS.map((name) => `mcp__ninefold__${name}`),
    ]);
    // The agent notes that a person accepted the server.
    const accepted = JSON.parse(readFileSync(world.path(LOCAL), 'utf8')) as object;
    world.write(LOCAL, JSON.stringify({ ...accepted, enabledMcpjsonServers: ['db', 'ninefold'] }));
    await world.disconnect();
    deepStrictEqual(JSON.parse(readFileSync(world.path(LOCAL), 'utf8')), {
      permissions: { allow: ['Bash(npm test)'], deny: ['WebFetch'] },
      enabledMcpjsonServers: ['db'],
    });
  });

  it('leaves no file behind that only the approval of the server is left in', async () => {
    const world = new World({ agent: 'claude-code', files: {} });
    await world.connect();
    const now = JSON.parse(readFileSync(world.path(LOCAL), 'utf8')) as object;
    world.write(LOCAL, JSON.stringify({ ...now, enabledMcpjsonServers: ['ninefold'] }));
    await world.disconnect();
    deepStrictEqual(snapshotOf(world.folder), {});
  });

  it('adds no permission to those of the whole server', async () => {
    const own = '{"permissions":{"allow":["mcp__ninefold"]}}';
    const world = new World({ agent: 'claude-code', files: { [LOCAL]: own } });
    await world.connect();
    ok(readFileSync(world.path(LOCAL), 'utf8').includes('"allow":["mcp__ninefold"]'));
  });

  it('keeps a file on one line that was', async () => {
    for (const [agent, file] of ONE_LINERS) {
      const before = '{"hooks":{},"theme":"dark"}\n';
      const world = new World({ agent, files: { [file]: before } });
      await world.connect();
      const text = readFileSync(world.path(file), 'utf8');
      strictEqual(text.trim().includes('\n'), false, text);
      ok(text.includes('.ninefold/bin/ninefold'));
      // Somebody went on with it.
      world.write(file, text.replace('"dark"', '"light"'));
      await world.disconnect();
      strictEqual(readFileSync(world.path(file), 'utf8').includes('ninefold'), false);
      strictEqual(readFileSync(world.path(file), 'utf8').trim().includes('\n'), false);
    }
  });

  it('gives hooks to every agent that has some, and those of a shared file do nothing without Ninefold', async () => {
    const shared = (event: string): string =>
      `[ ! -x "$HOME/.ninefold/bin/ninefold" ] || "$HOME/.ninefold/bin/ninefold" hook ${event}`;
    for (const { agent, file, hooks } of HOOKED_AGENTS) {
      const world = new World({ agent, files: {} });
      await world.connect();
      const text = readFileSync(world.path(file), 'utf8');
      const { hooks: written } = JSON.parse(text) as { hooks: Record<string, readonly Group[]> };
      deepStrictEqual(
        Object.entries(written).map(([event, [group]]) => [event, group?.hooks?.[0]?.command ?? group?.bash]),
        hooks.map((event) => [event, shared(event)]),
      );
      const env = variablesFor(world.home);
      rmSync(join(world.home, '.ninefold'), { recursive: true });
      execFileSync('/bin/sh', ['-c', shared('SessionStart')], { env });
    }
  });

  it('knows a folder in another case where the platform’s volumes ignore it', async () => {
    const world = new World({ agent: 'claude-code', files: {} });
    await world.connect();
    const found = (platform: NodeJS.Platform): Promise<readonly string[]> => {
      const environment = { ...world.place.environment, platform };
      return connectedAgents({ folder: world.folder.toUpperCase(), environment });
    };
    deepStrictEqual(await Promise.all((['linux', 'darwin', 'win32'] as const).map(found)), [
      [],
      ['claude-code'],
      ['claude-code'],
    ]);
  });

  it('keeps project and user, and one agent and another, apart', async () => {
    const world = new World({ agent: 'claude-code', files: { '~/.claude/settings.json': '{}\n' } });
    const before = snapshotOf(world.home);
    const user = { ...world.place, folder: null };
    const codex = { ...world.place, agent: 'codex' as const };
    await applyConnection(await planConnect(user, ALL), TARGET);
    await world.connect();
    await applyConnection(await planConnect(codex, ALL), TARGET);
    const local = valueOf('', readFileSync(world.path('.claude/settings.local.json'), 'utf8')) as object;
    ok(!('statusLine' in local), 'the line of the user is connected already');
    deepStrictEqual(await connectedAgents(world.place), ['claude-code', 'codex']);
    await world.disconnect();
    await applyConnection(await planDisconnect(codex), TARGET);
    deepStrictEqual(await connectedAgents(user), ['claude-code']);
    match(
      snapshotOf(world.home)['.ninefold/bin/ninefold'] ?? '',
      process.platform === 'win32' ? /^\d/ : /^755 /,
    );
    await applyConnection(await planDisconnect(user), TARGET);
    deepStrictEqual(snapshotOf(world.home), before);
  });

  it('writes nothing where a file changed since the difference was shown', async () => {
    const world = new World({ agent: 'claude-code', files: { '.mcp.json': '{}\n' } });
    const plan = await planConnect(world.place, ALL);
    world.write('.mcp.json', '{ "new": true }\n');
    const before = snapshotOf(world.home);
    await rejects(applyConnection(plan, TARGET), (error) => NinefoldError.is(error, 'settings-changed'));
    deepStrictEqual(snapshotOf(world.home), before);
  });

  it('puts everything back where its record can’t be written', async () => {
    const world = new World({ agent: 'claude-code', files: { '.mcp.json': '{}\n' } });
    const plan = await planConnect(world.place, ALL);
    const before = snapshotOf(world.home);
    const [first, ...rest] = plan.files;
    ok(first);
    // With the first file a folder takes the record's place.
    const blocking = {
      ...first,
      get action() {
        mkdirSync(join(world.home, '.ninefold/connections.json'));
        return first.action;
      },
    };
    const refuse = applyConnection({ ...plan, files: [blocking, ...rest] }, TARGET);
    await rejects(refuse, (error) => NinefoldError.is(error, 'file-unwritable'));
    deepStrictEqual(snapshotOf(world.home), before);
  });

  it('refuses a record that is cut or has another shape, and leaves it', async () => {
    const world = new World({ agent: 'claude-code', files: { '.mcp.json': '{}\n' } });
    await world.connect();
    const file = join(world.home, '.ninefold/connections.json');
    const text = readFileSync(file, 'utf8');
    const edits: readonly (readonly [string, string])[] = [
      ['"existed": true', '"existed": 1'],
      ['"offset": ', '"offset": 0.5'],
      ['"madeFolders": []', '"madeFolders": [null]'],
      ['"agent": "claude-code"', '"agent": 3'],
    ];
    for (const damaged of [text.slice(0, -20), ...edits.map(([from, to]) => text.replace(from, to))]) {
      ok(damaged !== text);
      writeFileSync(file, damaged);
      await rejects(planDisconnect(world.place), (error) => NinefoldError.is(error, 'file-damaged'));
      strictEqual(readFileSync(file, 'utf8'), damaged);
    }
  });

  it('disconnects what was never connected without a trace', async () => {
    const world = new World({ agent: 'claude-code', files: { '.mcp.json': '{}\n' } });
    const before = snapshotOf(world.home);
    strictEqual(isChange(await planDisconnect(world.place)), false);
    await world.disconnect();
    deepStrictEqual(snapshotOf(world.home), before);
  });

  it('takes the entries out without its record too', async () => {
    const world = new World({ agent: 'claude-code', files: { '.mcp.json': '{}\n' } });
    await world.connect();
    rmSync(join(world.home, '.ninefold'), { recursive: true });
    await world.disconnect();
    ok(!JSON.stringify(snapshotOf(world.home)).includes('ninefold/bin'));
  });

  it('shows a difference without the lines around it', async () => {
    const secret = '{\n  "env": {\n    "KEY": "hunter2"\n  },\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n';
    const world = new World({ agent: 'claude-code', files: { '.claude/settings.local.json': secret } });
    const plan = await planConnect(world.place, LEAST);
    const text = plan.files.map(differenceOf).join('');
    ok(text.includes('+  "hooks": {') && text.includes('+++ ') && !text.includes('hunter2'), text);
  });
});

type Values = Readonly<Record<string, unknown>>;

/** What is left of a value without our entries: everything that was there, as it was. */
function withoutOurs(is: unknown, was: unknown): unknown {
  if (typeof is === 'string' && typeof was === 'string') {
    // A status line that is chained holds the one that was there; a list of betas begins with it.
    return (chainedLine(is)?.command ?? is).includes(was) ? was : is;
  }
  if (Array.isArray(is) && Array.isArray(was)) {
    return is.slice(0, was.length).map((one, index) => withoutOurs(one, was[index]));
  }
  if (typeof is !== 'object' || is === null || typeof was !== 'object' || was === null) return is;
  const values = is as Values;
  const before = was as Values;
  return Object.fromEntries(Object.keys(before).map((key) => [key, withoutOurs(values[key], before[key])]));
}
