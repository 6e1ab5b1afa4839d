import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import type { SessionRow } from '../../../src/core/view/session-rows.ts';
import { type ListedFolder, SessionListReader } from '../../../src/node/meter/session-list-reader.ts';
import { countLine, metaLine, turnLine, usageOf } from './codex-lines.ts';
import { TemporaryHome } from './temporary.ts';
import { assistantLine, boundaryLine, usage } from './transcript-lines.ts';
import { SESSION_WORDS } from '../../../src/core/view/session-words.ts';
import { wordsOf } from '../support/words.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { inJson } from '../support/platform.ts';

const sessionWord = wordsOf(SESSION_WORDS);
const meterWord = wordsOf(METER_WORDS);

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;
const SECRET = 'hunter2-hunter2';

describe('the list of agent sessions', () => {
  let home: TemporaryHome;
  let board: SessionListReader;
  beforeEach(() => {
    home = new TemporaryHome();
    const redactor = {
      redact: (text: string) => Promise.resolve({ text: text.replace(SECRET, '[…]'), counts: {} }),
    };
    board = new SessionListReader(home.environment(), null, redactor);
  });
  afterEach(() => home.remove());

  const claude = (id: string, tokens: number, minutesAgo: number, cwd = home.folder): string => {
    const call = assistantLine({ id: 'msg_1', sessionId: id, cwd, usage: usage(tokens, 0, 0, 1) });
    return home.write(home.transcriptPath(id, cwd), `${call}\n`, NOW - minutesAgo * MINUTE);
  };
  const codex = (
    id: string,
    tokens: number,
    minutesAgo: number,
    fields: Record<string, unknown> = {},
  ): string => {
    const lines = [metaLine({ id, cwd: home.folder, fields }), turnLine('gpt-5.4', home.folder)];
    const path = join(home.path, '.codex', 'sessions', '2026', '11', '19', `rollout-${id}.jsonl`);
    return home.write(
      path,
      `${[...lines, countLine(usageOf(tokens))].join('\n')}\n`,
      NOW - minutesAgo * MINUTE,
    );
  };
  const folder = (changed: Partial<ListedFolder> = {}): ListedFolder => ({
    key: 'file:///shop',
    name: 'shop',
    path: home.folder,
    rules: DEFAULT_RULES,
    followed: null,
    pinned: null,
    ...changed,
  });
  const read = (changed: Partial<ListedFolder> = {}): Promise<readonly SessionRow[]> =>
    board.read([folder(changed)], NOW);
  const shown = (rows: readonly SessionRow[]): unknown =>
    rows.map(({ label, description, icon, color }) => [
      label,
      description.map(phraseText).join(' · '),
      icon,
      color,
    ]);

  it('is empty where no agent left a trace', async () => {
    deepStrictEqual(await read(), []);
    deepStrictEqual(await board.read([], NOW), []);
  });

  it('has first who waits for a person by its hook, until it writes on', async () => {
    const path = codex('mine', 35_041, 4);
    claude('other', 40_000, 0);
    const stages = async (): Promise<unknown> =>
      (await read()).map(({ sessionId, isWaiting }) => [sessionId, isWaiting]);
    home.write(join(home.path, '.ninefold', 'sessions', 'waiting', 'mine'), '', NOW - 3 * MINUTE);
    deepStrictEqual(await stages(), [
      ['mine', true],
      ['other', false],
    ]);
    utimesSync(path, (NOW - 2 * MINUTE) / 1000, (NOW - 2 * MINUTE) / 1000);
    deepStrictEqual(await stages(), [
      ['other', false],
      ['mine', false],
    ]);
  });

  it('has who waits for a person for hours, unless its end is known', async () => {
    const path = codex('mine', 35_041, 31);
    const note = join(home.path, '.ninefold', 'sessions', 'waiting', 'mine');
    const asked = async (minutes: number, changed?: Partial<ListedFolder>): Promise<unknown> => {
      const at = (NOW - minutes * MINUTE) / 1000;
      home.write(note, '', NOW - minutes * MINUTE);
      utimesSync(path, at, at);
      return (await read(changed)).map(({ isWaiting, isLive }) => [isWaiting, isLive]);
    };
    deepStrictEqual(await asked(30), [[true, true]]);
    deepStrictEqual(await asked(239), [[true, true]]);
    deepStrictEqual(await asked(240), [[false, false]]);
    const ends = [{ sessionId: 'mine', at: new Date(NOW).toISOString() }];
    deepStrictEqual(await asked(30, { ends }), [[false, false]]);
  });

  it('has agent, occupancy, age and model, live ones first, each with its icon', async () => {
    claude('ended', 40_000, 300);
    const followed = claude('live', 152_000, 3);
    codex('mine', 35_041, 0);
    const rows = await read({ followed, pinned: 'mine' });
    deepStrictEqual(shown(rows), [
      ['Codex', `35K 9% · ${sessionWord('now')} · gpt-5.4`, 'pinned', 'charts.green'],
      [
        'Claude Code',
        `152K 76% · ${sessionWord('minutes', { count: 3 })} · opus-4-5`,
        'pulse',
        'list.warningForeground',
      ],
      [
        'Claude Code',
        `40K 20% · ${sessionWord('ended-hours', { count: 5 })} · opus-4-5`,
        'circle-outline',
        'disabledForeground',
      ],
    ]);
    deepStrictEqual(rows[1]?.spoken.map(phraseText), [
      sessionWord('session-spoken', { agent: 'Claude Code' }),
      sessionWord('live'),
      sessionWord('followed'),
      sessionWord('used-spoken', { tokens: '152,000', window: '200,000', percent: 76 }),
      'claude-opus-4-5-20251101',
      sessionWord('minutes-spoken', { count: 3 }),
    ]);
    strictEqual(
      rows[1].tooltip.map(phraseText).includes(meterWord('session-live', { session: 'live' })),
      true,
    );
  });

  it('has the title first, redacted and in one line, and then the agent and its figures', async () => {
    const path = claude('live', 152_000, 3);
    const ask = (content: string): string =>
      JSON.stringify({
        type: 'user',
        sessionId: 'live',
        cwd: home.folder,
        message: { role: 'user', content },
      });
    writeFileSync(path, `${ask(`Use ${SECRET}\nto log in`)}\n${readFileSync(path, 'utf8')}`);
    utimesSync(path, new Date(NOW - 3 * MINUTE), new Date(NOW - 3 * MINUTE));
    const [row] = await read();
    strictEqual(row?.label, 'Use […] to log in');
    deepStrictEqual(row.description.map(phraseText).slice(0, 2), ['Claude Code', '152K 76%']);
    // The first question stays the title.
    appendFileSync(path, `${ask('And now?')}\n`);
    strictEqual((await read())[0]?.label, row.label);
  });

  it('has who waits for a person first, and says what each is at', async () => {
    claude('asks', 40_000, 5);
    claude('works', 40_000, 1);
    const now = Date.now();
    home.register(41, {
      sessionId: 'asks',
      cwd: home.folder,
      status: 'waiting',
      updatedAt: now,
      name: 'Login',
    });
    home.register(42, {
      sessionId: 'works',
      cwd: home.folder,
      status: 'busy',
      updatedAt: now,
      name: 'shop-41',
      nameSource: 'derived',
    });
    const rows = await read();
    deepStrictEqual(
      rows.map(({ sessionId, label, isWaiting, description, icon }) => [
        sessionId,
        label,
        isWaiting,
        phraseText(description[0] ?? { template: '', parameters: {} }),
        icon,
      ]),
      [
        ['asks', 'Login', true, sessionWord('waiting'), 'bell-dot'],
        ['works', 'Claude Code', false, sessionWord('working'), 'circle-filled'],
      ],
    );
  });

  it('advises on a large session that was quiet for an hour', async () => {
    const advised = async (tokens: number, minutesAgo: number): Promise<boolean> => {
      claude('quiet', tokens, minutesAgo);
      home.register(41, { sessionId: 'quiet', cwd: home.folder, updatedAt: NOW - minutesAgo * MINUTE });
      const [row] = await read();
      return row?.tooltip.some(({ template }) => template === SESSION_WORDS['idle-advice']) === true;
    };
    deepStrictEqual(
      [await advised(250_000, 61), await advised(250_000, 30), await advised(150_000, 61)],
      [true, false, false],
    );
  });

  it('has sub-agents under their parent, and none of them counts in it or stands for itself', async () => {
    const main = claude('main', 50_000, 2);
    home.write(join(main.replace('.jsonl', ''), 'subagents', 'deep', 'agent-7.jsonl'), '{}\n', NOW - MINUTE);
    codex('parent', 35_041, 4);
    codex('child', 250_000, 0, { thread_source: 'subagent', parent_thread_id: 'parent' });
    const rows = await read();
    deepStrictEqual(
      rows.map(({ sessionId, description, children }) => [
        sessionId,
        phraseText(description[0] ?? { template: '', parameters: {} }),
        children.map((child) => [child.sessionId, child.kind]),
      ]),
      [
        ['main', '50K 25%', [['agent-7', 'subagent']]],
        ['parent', '35K 9%', [['child', 'subagent']]],
      ],
    );
  });

  it('says what is compacted, what has made no call, and which worktree it is in', async () => {
    const path = claude('compacted', 160_000, 1);
    appendFileSync(
      path,
      `${boundaryLine('auto', 167_000).replaceAll('/home/me/shop', inJson(home.folder))}\n`,
    );
    home.register(41, { sessionId: 'fresh', cwd: home.folder, updatedAt: NOW - 5 * MINUTE });
    const worktree = join(home.path, 'side');
    home.write(join(home.folder, '.git', 'worktrees', 'side', 'gitdir'), `${join(worktree, '.git')}\n`);
    claude('aside', 20_000, 7, worktree);
    const used = (await board.read([folder()], Date.now())).map(({ description }) =>
      description.map(phraseText).filter((text) => !text.includes('ago') && !text.includes('now')),
    );
    deepStrictEqual(
      used.sort((one, other) => String(one).localeCompare(String(other))),
      [
        ['20K 10%', 'opus-4-5', sessionWord('place', { place: 'side' })],
        [sessionWord('compacted'), 'opus-4-5'],
        [sessionWord('no-call')],
      ],
    );
  });

  it('has a session of a worktree whose name begins like its own, named by the worktree', async () => {
    const worktree = `${home.folder}-feature`;
    home.write(join(home.folder, '.git', 'worktrees', 'feature', 'gitdir'), `${join(worktree, '.git')}\n`);
    claude('aside', 20_000, 7, worktree);
    for (const round of [1, 2]) {
      const words = (await read()).map(({ description }) => description.map(phraseText).at(-1));
      deepStrictEqual(words, [sessionWord('place', { place: 'shop-feature' })], String(round));
    }
  });

  it("leaves the worktrees of agent tasks out: their sessions are no person's", async () => {
    claude('own', 40_000, 5);
    const worktree = join(home.path, '.cache', 'ninefold', 'worktrees', 'shop-1a2b', 'tests');
    home.write(join(home.folder, '.git', 'worktrees', 'tests', 'gitdir'), `${join(worktree, '.git')}\n`);
    claude('of-a-task', 20_000, 0, worktree);
    deepStrictEqual(
      (await read()).map(({ sessionId }) => sessionId),
      ['own'],
    );
  });

  it('has a row for each of several folders, and never a session of another', async () => {
    claude('here', 10_000, 1);
    claude('twin', 10_000, 1, `${home.folder}-twin`);
    const rows = await board.read(
      [folder(), folder({ key: 'b', name: 'empty', path: join(home.path, 'b') })],
      NOW,
    );
    deepStrictEqual(
      rows.map(({ kind, label, children }) => [kind, label, children.map(({ sessionId }) => sessionId)]),
      [
        ['sessionFolder', 'shop', ['here']],
        ['sessionFolder', 'empty', []],
      ],
    );
  });

  it('keeps each session in its own folder, however the one is called and whatever is appended', async () => {
    const web = `${home.folder}-web`;
    const path = claude('web', 10_000, 1, web);
    claude('own', 10_000, 1);
    const folders = [folder(), folder({ key: 'b', name: 'shop-web', path: web })];
    for (const round of [1, 2, 3]) {
      const rows = await board.read(folders, NOW);
      deepStrictEqual(
        rows.map(({ label, children }) => [label, children.map(({ sessionId }) => sessionId)]),
        [
          ['shop', ['own']],
          ['shop-web', ['web']],
        ],
        `round ${round}`,
      );
      appendFileSync(path, `${assistantLine({ id: `msg_${round}`, sessionId: 'web', cwd: web })}\n`);
    }
  });

  it('follows what is appended and what goes away', async () => {
    const path = claude('live', 10_000, 1);
    const other = claude('other', 10_000, 2);
    strictEqual((await read()).length, 2);
    appendFileSync(
      path,
      `${assistantLine({ id: 'msg_2', sessionId: 'live', cwd: home.folder, usage: usage(90_000, 0, 0, 1) })}\n`,
    );
    rmSync(other);
    deepStrictEqual(
      (await read()).map(({ description }) => phraseText(description[0] ?? { template: '', parameters: {} })),
      ['90K 45%'],
    );
  });

  it('lists the twenty newest of many', async () => {
    for (let count = 0; count < 30; count += 1) claude(`s${count}`, 1000 + count, 100 + count);
    const rows = await read();
    deepStrictEqual([rows.length, rows[0]?.sessionId, rows.at(-1)?.sessionId], [20, 's0', 's19']);
  });

  it('lists its own, however many newer ones a sibling folder has whose name begins like its own', async () => {
    const sibling = `${home.folder}-api`;
    for (let count = 0; count < 30; count += 1) claude(`other-${count}`, 1000, count, sibling);
    claude('mine', 1000, 100);
    deepStrictEqual(
      (await read()).map(({ sessionId }) => sessionId),
      ['mine'],
    );
  });
});
