import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { agentsHere } from '../../../src/node/agents/agents.ts';
import { projectName } from '../../../src/node/agents/claude-code/folders.ts';
import { findSession, type FindSessionOptions } from '../../../src/node/meter/find-session.ts';
import type { MeterEnvironment } from '../../../src/node/machine/environment.ts';
import { type LiveReading, readLiveReading } from '../../../src/node/meter/read-transcript.ts';
import { TemporaryHome } from './temporary.ts';
import { assistantLine, line, usage } from './transcript-lines.ts';

const NOW = Date.parse('2026-01-02T04:00:00.000Z');
const MINUTE = 60_000;

describe('the session at work in a folder', () => {
  let home: TemporaryHome;
  beforeEach(() => (home = new TemporaryHome()));
  afterEach(() => home.remove());

  /** Writes a session of one call, so many minutes ago. */
  function session(id: string, minutesAgo: number, cwd = home.folder, inFolder = cwd, tokens = 1000): string {
    const call = assistantLine({ id: 'msg_1', sessionId: id, cwd, usage: usage(tokens, 0, 0, 1) });
    return home.write(home.transcriptPath(id, inFolder), `${call}\n`, NOW - minutesAgo * MINUTE);
  }

  async function live(env: Record<string, string> = {}): Promise<LiveReading> {
    const environment = home.environment(env);
    return readLiveReading({ folder: home.folder, environment, rules: DEFAULT_RULES, now: NOW });
  }

  const chosen = async (env?: Record<string, string>): Promise<unknown[]> => {
    const { reading } = await live(env);
    return reading === null ? [] : [reading.sessionId, reading.live];
  };

  it('there is none', async () => {
    deepStrictEqual(await chosen(), []);
  });

  it('is the one active last, and ended when it has not grown for 10 minutes', async () => {
    session('old', 60);
    session('new', 11);
    deepStrictEqual(await chosen(), ['new', false]);
    session('newer', 9);
    deepStrictEqual(await chosen(), ['newer', true]);
  });

  it('lives while it waits for a person, and gives way to one at work', async () => {
    session('asks', 60);
    home.write(join(home.path, '.ninefold', 'sessions', 'waiting', 'asks'), '', NOW - 60 * MINUTE);
    deepStrictEqual(await chosen(), ['asks', true]);
    session('works', 5);
    deepStrictEqual(await chosen(), ['works', true]);
  });

  it('is one whose process lives before one that merely ended later', async () => {
    session('quiet', 300);
    session('ended', 30);
    session('crashed', 200);
    home.register(4711, { sessionId: 'quiet', cwd: home.folder, startedAt: NOW - 400 * MINUTE });
    home.register(4712, { sessionId: 'crashed', cwd: home.folder }, false);
    deepStrictEqual(await chosen(), ['quiet', true]);
  });

  it('stays the one whose end was reported, where another was only used before it', async () => {
    session('left', 3);
    session('newest', 1);
    const ends = [{ sessionId: 'newest', at: new Date(NOW).toISOString() }];
    const environment = home.environment({});
    const refused = new Map<string, number>();
    const shown = async (): Promise<unknown[]> => {
      const agents = await agentsHere(environment);
      const given = { folder: home.folder, environment, agents, now: NOW, ends, refused };
      const { found } = await findSession(given);
      return [found?.session.sessionId, found?.session.isLive];
    };
    deepStrictEqual(await shown(), ['newest', false]);
    // It isn't refused from then on as another folder's.
    deepStrictEqual(await shown(), ['newest', false]);
    home.register(4711, { sessionId: 'left', cwd: home.folder, startedAt: NOW - 400 * MINUTE });
    deepStrictEqual(await shown(), ['left', true]);
  });

  it('may have no transcript yet', async () => {
    session('before', 1);
    home.register(4711, { sessionId: 'fresh', cwd: home.folder, startedAt: new Date(NOW).toISOString() });
    const { reading } = await live();
    deepStrictEqual(
      [reading?.sessionId, reading?.tokens, reading?.level, reading?.window, reading?.live],
      ['fresh', null, 'unknown', null, true],
    );
  });

  it('is confirmed by the lines: another folder may share the name', async () => {
    const twin = join(home.path, 'work-shop');
    session('mine', 20);
    session('twin', 1, twin, home.folder);
    const { reading, sessions } = await live();
    strictEqual(reading?.sessionId, 'mine');
    deepStrictEqual(
      sessions.map(({ sessionId, reason }) => [sessionId, reason]),
      [
        ['twin', 'other-folder'],
        ['mine', 'ended'],
      ],
    );
  });

  it('isn’t crowded out by a sibling folder whose name begins like its own', async () => {
    const sibling = `${home.folder}-api`;
    for (let count = 0; count < 30; count += 1) session(`other-${count}`, count, sibling);
    session('mine', 40);
    const refused = new Map<string, number>();
    const find = async (): Promise<unknown[]> => {
      const environment = home.environment({});
      const options = {
        folder: home.folder,
        environment,
        agents: await agentsHere(environment),
        now: NOW,
        refused,
      };
      const { found, bytesRead } = await findSession(options);
      return [found?.session.sessionId, bytesRead > 2000];
    };
    deepStrictEqual([await find(), await find(), await find(), await find()].at(-1), ['mine', true]);
    deepStrictEqual(await chosen(), ['mine', false]);
    strictEqual(refused.size, 30);
    deepStrictEqual(await find(), ['mine', false], 'what was of another folder isn’t read again');
  });

  it('may be in a worktree, whatever its name: one beside the folder, begun like it, and one below it', async () => {
    const place = async (name: string, worktree: string, minutesAgo: number): Promise<unknown> => {
      home.write(join(home.folder, '.git', 'worktrees', name, 'gitdir'), `${join(worktree, '.git')}\n`);
      session(name, minutesAgo, worktree);
      const options = {
        folder: home.folder,
        environment: home.environment(),
        agents: await agentsHere(home.environment()),
        now: NOW,
      };
      const { found } = await findSession(options);
      const held = await findSession({
        ...options,
        cursorOf: (path) => (path === found?.cursor?.path ? found.cursor : null),
      });
      deepStrictEqual(held.found?.session, found?.session, 'once it is followed it stays where it is');
      const { sessionId, folder, isInWorktree } = found?.session ?? {};
      return [sessionId, folder, isInWorktree];
    };
    const beside = `${home.folder}-feature`;
    deepStrictEqual(await place('feature-x', join(home.path, 'feature-x'), 9), [
      'feature-x',
      join(home.path, 'feature-x'),
      true,
    ]);
    deepStrictEqual(await place('feature', beside, 8), ['feature', beside, true]);
    session('twin', 7, `${home.folder}-other`);
    deepStrictEqual(await chosen(), ['feature', true], 'a sibling that is no worktree is another folder');
    const below = join(home.folder, '.claude', 'worktrees', 'deep');
    deepStrictEqual(await place('deep', below, 6), ['deep', below, true], 'it is no folder of its own below');
    session('own', 9);
    session('newer', 1, beside);
    deepStrictEqual(await chosen(), ['own', true], "the folder's own come first");
  });

  it('is of the worktree that it was started in, where it has gone elsewhere since', async () => {
    const beside = `${home.folder}-feature`;
    home.write(join(home.folder, '.git', 'worktrees', 'feature', 'gitdir'), `${join(beside, '.git')}\n`);
    const first = line({ type: 'user', cwd: beside });
    const away = assistantLine({ id: 'msg_1', sessionId: 'away', cwd: '/elsewhere' });
    home.write(home.transcriptPath('away', beside), `${first}\n${away}\n`, NOW - MINUTE);
    const options = {
      folder: home.folder,
      environment: home.environment(),
      agents: await agentsHere(home.environment()),
      now: NOW,
    };
    const { found } = await findSession(options);
    const held = await findSession({
      ...options,
      cursorOf: (path) => (path === found?.cursor?.path ? found.cursor : null),
    });
    deepStrictEqual([found?.session.folder, held.found?.session.folder], [beside, beside]);
  });

  it('may work in a folder below, or have gone elsewhere since its first line', async () => {
    session('below', 5, join(home.folder, 'api'));
    deepStrictEqual(await chosen(), ['below', true]);
    const first = line({ type: 'user', cwd: home.folder });
    const away = assistantLine({ id: 'msg_1', sessionId: 'away', cwd: '/elsewhere' });
    home.write(home.transcriptPath('away'), `${first}\n${away}\n`, NOW - MINUTE);
    deepStrictEqual(await chosen(), ['away', true]);
  });

  it('is never a sub-agent', async () => {
    session('main', 8);
    session('agent-1', 1);
    home.write(
      join(home.transcriptPath('main').replace('.jsonl', ''), 'subagents', 'agent-2.jsonl'),
      '{}\n',
      NOW,
    );
    deepStrictEqual(await chosen(), ['main', true]);
  });

  it('is found through a link, in the older place, and under a name of its own', async () => {
    session('real', 1);
    const linked = join(home.path, 'link');
    symlinkSync(home.folder, linked);
    const environment = home.environment();
    const found = await readLiveReading({ folder: linked, environment, rules: DEFAULT_RULES, now: NOW });
    strictEqual(found.reading?.sessionId, 'real');

    const call = (id: string): string =>
      `${assistantLine({ id: 'msg_1', sessionId: id, cwd: home.folder })}\n`;
    home.write(home.transcriptPath('xdg', home.folder, '.config/claude'), call('xdg'), NOW);
    deepStrictEqual(await chosen(), ['xdg', true]);

    home.write(join(home.path, 'conf', 'projects', 'own', 'named.jsonl'), call('named'), NOW);
    const named = { CLAUDE_CONFIG_DIR: join(home.path, 'conf'), CLAUDE_CODE_PROJECT_DIR_NAME: 'own' };
    deepStrictEqual(await chosen(named), ['named', true]);
    deepStrictEqual(await chosen({ ...named, CLAUDE_CODE_PROJECT_DIR_NAME: '../projects/own' }), []);
  });

  it('the followed one stays while another known one takes turns with it, but not against a new one', async () => {
    const mine = session('mine', 1);
    const other = session('other', 0);
    const find = async (changed: Partial<FindSessionOptions>): Promise<string | undefined> => {
      const options = {
        folder: home.folder,
        environment: home.environment(),
        agents: await agentsHere(home.environment()),
        now: NOW,
      };
      return (await findSession({ ...options, ...changed })).found?.session.sessionId;
    };
    const both = new Set([mine, other]);
    strictEqual(await find({ stickTo: { transcript: mine, known: both } }), 'mine');
    strictEqual(await find({ stickTo: { transcript: mine, known: new Set([mine]) } }), 'other', 'a new one');
    session('mine', 4);
    strictEqual(await find({ stickTo: { transcript: mine, known: both } }), 'other', 'left alone too long');
    strictEqual(await find({ pinned: { sessionId: 'mine', hadEnded: false } }), 'mine', 'pinned by a person');
    session('mine', 40);
    strictEqual(
      await find({ pinned: { sessionId: 'mine', hadEnded: false } }),
      'other',
      'pinned, but ended since',
    );
    strictEqual(
      await find({ pinned: { sessionId: 'mine', hadEnded: true } }),
      'mine',
      'pinned when it had ended',
    );
  });

  it('damaged registrations and settings say nothing', async () => {
    session('mine', 1);
    for (const [name, text] of [
      ['12.json', '{"pid":'],
      ['13.json', '{"pid":"13","sessionId":"x","cwd":"/"}'],
      ['14.json', '{"pid":14,"sessionId":"../../x","cwd":"/"}'],
      ['15.json', '[]'],
      ['notes.txt', 'x'],
    ] as const) {
      home.write(join(home.path, '.claude', 'sessions', name), text);
      home.living.add(14);
    }
    home.write(join(home.path, '.claude', 'settings.json'), '{"model": "opus[1m]"');
    mkdirSync(join(home.path, '.claude', 'sessions', '16.json'));
    mkdirSync(join(home.folder, '.claude', 'settings.json'), { recursive: true });
    mkdirSync(join(home.path, '.claude', 'projects', projectName(home.folder), 'folder.jsonl'));
    deepStrictEqual(await chosen(), ['mine', true]);
  });

  describe("by Claude Code's list of running sessions", () => {
    const machine = (changed: object = {}): MeterEnvironment => ({
      ...home.environment(),
      processStart: (pid) => (home.living.has(pid) ? '4711' : null),
      pidDomain: 'linux:me:pid:[1]',
      ...changed,
    });
    const write = (id: string, minutesAgo: number, version = '2.1.290'): string => {
      const text = assistantLine({ id: 'msg', cwd: home.folder, sessionId: id, version });
      return home.write(home.transcriptPath(id), `${text}\n`, NOW - minutesAgo * MINUTE);
    };
    const register = (pid: number, sessionId: string, more: object = {}, isAlive = true): void =>
      home.register(pid, { sessionId, cwd: home.folder, procStart: '4711', ...more }, isAlive);
    const found = async (environment = machine()): Promise<unknown[]> => {
      const { reading } = await readLiveReading({
        folder: home.folder,
        environment,
        rules: DEFAULT_RULES,
        now: NOW,
      });
      return [reading?.sessionId, reading?.live];
    };

    it('is over at once if its process is gone, or its number is another process’s', async () => {
      write('mine', 1);
      register(11, 'mine', {}, false);
      deepStrictEqual(await found(), ['mine', false]);
      register(11, 'mine', { procStart: '9' });
      deepStrictEqual(await found(), ['mine', false]);
      register(11, 'mine');
      deepStrictEqual(await found(), ['mine', true]);
    });

    it('is over at once if a version that lists itself isn’t there, and another that lives is found', async () => {
      write('mine', 1);
      deepStrictEqual(await found(), ['mine', true], 'there is no list');
      register(12, 'elsewhere', { cwd: '/elsewhere' });
      deepStrictEqual(await found(), ['mine', false]);
      write('older', 3, '2.1.40');
      deepStrictEqual(await found(), ['older', true], 'an older version lists nothing');
    });

    it('is not known by a process of another namespace, whatever runs here under its number', async () => {
      write('mine', 1);
      register(11, 'mine', { pidDomain: 'linux:me:pid:[2]', procStart: '9' });
      deepStrictEqual(await found(), ['mine', true], 'it grew');
      write('mine', 11);
      deepStrictEqual(await found(), ['mine', false]);
    });

    it('stays with the session of a person while `claude -p` or a team mate works', async () => {
      write('person', 9);
      register(11, 'person');
      write('print', 1);
      register(12, 'print', { entrypoint: 'sdk-cli' });
      write('mate', 0);
      deepStrictEqual(await found(), ['person', true]);
      home.living.delete(11);
      deepStrictEqual(await found(), ['print', true]);
    });
  });

  it('is found from a linked worktree that it moved to, and from where it began', async () => {
    const beside = join(home.path, 'work', 'feature');
    const registration = join(home.folder, '.git', 'worktrees', 'feature');
    home.write(join(registration, 'gitdir'), `${join(beside, '.git')}\n`);
    home.write(join(registration, 'commondir'), '../..\n');
    home.write(join(beside, '.git'), `gitdir: ${registration}\n`);
    const line = (cwd: string): string => `${assistantLine({ id: cwd, cwd, sessionId: 'moved' })}\n`;
    home.write(home.transcriptPath('moved'), line(home.folder) + line(beside), NOW - MINUTE);
    session('stays', 2);
    const from = async (folder: string): Promise<unknown> => {
      const { reading } = await readLiveReading({
        folder,
        environment: home.environment(),
        rules: DEFAULT_RULES,
        now: NOW,
      });
      return reading?.sessionId;
    };
    deepStrictEqual([await from(home.folder), await from(beside)], ['moved', 'moved']);
    home.write(home.transcriptPath('moved'), line(home.folder), NOW - MINUTE);
    deepStrictEqual([await from(home.folder), await from(beside)], ['moved', undefined]);
  });

  it('takes window and compaction from the settings, the nearest last', async () => {
    session('mine', 1, home.folder, home.folder, 152_000);
    const figures = async (): Promise<unknown> => {
      const { reading } = await live({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '190000' });
      return [reading?.window, reading?.windowSource, reading?.compactsAt, reading?.level];
    };
    deepStrictEqual(await figures(), [190_000, 'setting', 157_000, 'suggest']);
    home.write(
      join(home.path, '.claude', 'settings.json'),
      '{"model":"opus[1m]","env":{"CLAUDE_CODE_AUTO_COMPACT_WINDOW":"500000","ANTHROPIC_API_KEY":"never"}}',
    );
    deepStrictEqual(await figures(), [500_000, 'setting', 467_000, 'normal']);
    home.write(join(home.folder, '.claude', 'settings.local.json'), '{"autoCompactEnabled":false}');
    deepStrictEqual(await figures(), [1_000_000, 'setting', null, 'normal']);
  });

  it('reads little: the tail of one transcript among many', async () => {
    for (let count = 0; count < 40; count += 1) session(`old-${count}`, 100 + count);
    session('mine', 1);
    const { bytesRead, sessions } = await live();
    deepStrictEqual([bytesRead < 1024, sessions.length], [true, 41]);
  });
});
