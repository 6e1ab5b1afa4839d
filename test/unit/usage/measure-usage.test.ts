import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import type { UsageReport } from '../../../src/core/usage/usage-report.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { cacheFolder } from '../../../src/node/machine/cache-folder.ts';
import { UsageMeter } from '../../../src/node/usage/measure-usage.ts';
import type { UsageAnswer, UsageQuestion } from '../../../src/node/usage/measure-usage.ts';
import { usageQuestion } from '../../../src/node/usage/usage-question.ts';
import { countLine, metaLine, turnLine, usageOf } from '../meter/codex-lines.ts';
import { geminiHead, geminiMessage } from '../meter/gemini-lines.ts';
import { TemporaryHome } from '../meter/temporary.ts';
import { assistantLine, boundaryLine, usage } from '../meter/transcript-lines.ts';
import { open } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;
/** When the clock of the opened folder begins; it goes on by an hour at a time. */
const START = Date.parse('2026-11-20T08:00:00.000Z');
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(START + hours * HOUR).toISOString();
/** Long enough for an index to be worth its file. */
const PADDING = 'x'.repeat(300_000);

describe('measuring usage', () => {
  let home: TemporaryHome;
  let opened: OpenFolder;
  let now = START;
  beforeEach(async () => {
    home = new TemporaryHome();
    now = START;
    opened = await open(home.folder, { clock: { now: () => new Date(now).toISOString() } });
    await opened.service.start({ kind: 'start', id: 'shop', name: 'Shop' }, PERSON);
    // In phase 2 from the third hour on.
    now = START + 3 * HOUR;
    await opened.service.execute({ kind: 'approve' }, PERSON);
  });
  afterEach(() => home.remove());

  const call = (id: string, hours: number, context: number, cwd = home.folder): string =>
    assistantLine({ id, cwd, timestamp: at(hours), usage: usage(10, context - 1010, 1000, 7) });
  const write = (session: string, lines: readonly string[], folder = home.folder): string =>
    home.write(home.transcriptPath(session, folder), lines.map((line) => `${line}\n`).join(''));
  const question = (isKept = true): Promise<UsageQuestion> => usageQuestion(opened, 'shop', isKept);
  const meter = (): UsageMeter => new UsageMeter(home.environment());
  const measure = async (by = meter(), isKept = true): Promise<UsageAnswer> =>
    by.measure(await question(isKept));
  const indexFolder = (): string => join(cacheFolder(home.environment()), 'usage');
  const indexes = (): readonly string[] => readdirSync(indexFolder());
  /** Step, calls, context, output. */
  const steps = ({ steps: all }: UsageReport): unknown =>
    all.map(({ step, own }) => [step, own.calls, own.context, own.output]);

  it('adds up Claude Code, Codex and Gemini, each in the phase of its time, sub-agents apart', async () => {
    write('one', [call('a', 1, 20_000), call('b', 4, 26_000)]);
    home.write(
      join(
        home.path,
        '.claude',
        'projects',
        home.transcriptPath('one').split(/[\\/]/).at(-2) ?? '',
        'one',
        'subagents',
        'agent-x.jsonl',
      ),
      `${call('sub', 4, 50_000)}\n`,
    );
    home.write(
      join(home.path, '.codex', 'sessions', '2026', '11', '20', 'rollout-c.jsonl'),
      [
        metaLine({ id: 'c', cwd: home.folder }),
        turnLine('gpt-5.4', home.folder),
        countLine(usageOf(9_000, 100), 258_400, at(2)),
      ]
        .map((line) => `${line}\n`)
        .join(''),
    );
    home.write(
      join(home.path, '.gemini', 'projects.json'),
      JSON.stringify({ projects: { [home.folder]: 'shop' } }),
    );
    home.write(
      join(home.path, '.gemini', 'tmp', 'shop', 'chats', 'session-1.json'),
      JSON.stringify({ ...geminiHead('g'), messages: [{ ...geminiMessage('m', 5_000), timestamp: at(5) }] }),
    );
    const { report, transcripts, failures } = await measure();
    deepStrictEqual(steps(report), [
      ['1', 2, 29_000, 107],
      ['2', 2, 11_000, 109],
    ]);
    deepStrictEqual(
      report.sessions.map(({ agent, sessionId, subagents }) => [agent, sessionId, subagents.processed]),
      [
        ['claude-code', 'one', 50_007],
        ['codex', 'c', 0],
        ['gemini', 'g', 0],
      ],
    );
    deepStrictEqual([transcripts, failures], [4, []]);
  });

  it('leaves out a session whose lines name another folder, and one that ended before the workflow began', async () => {
    write('elsewhere', [call('a', 1, 20_000, '/home/me/work-shop')]);
    home.write(home.transcriptPath('before'), `${call('b', 1, 20_000)}\n`, START - HOUR);
    const { report, transcripts } = await measure();
    deepStrictEqual([steps(report), transcripts], [[], 1]);
  });

  it('counts a worktree whose name begins like the folder, sub-agents included', async () => {
    const worktree = `${home.folder}-feature`;
    home.write(join(home.folder, '.git', 'worktrees', 'feature', 'gitdir'), `${join(worktree, '.git')}\n`);
    const transcript = write('aside', [call('a', 1, 20_000, worktree)], worktree);
    home.write(
      join(transcript.replace('.jsonl', ''), 'subagents', 'agent-x.jsonl'),
      `${call('sub', 1, 50_000, worktree)}\n`,
    );
    write('twin', [call('b', 1, 20_000, `${home.folder}-other`)], `${home.folder}-other`);
    const { report } = await measure();
    deepStrictEqual(
      report.sessions.map(({ sessionId, own, subagents }) => [sessionId, own.calls, subagents.processed]),
      [['aside', 1, 50_007]],
    );
  });

  it('reads only what came since, in the same process and from the index of an earlier one', async () => {
    const path = write('one', [PADDING, call('a', 1, 20_000)]);
    const first = meter();
    ok((await measure(first)).bytesRead > 300_000);
    strictEqual((await measure(first)).bytesRead, 0);
    strictEqual((await measure()).bytesRead, 0);
    const more = `${call('b', 4, 26_000)}\n`;
    appendFileSync(path, more);
    for (const by of [first, meter()]) {
      const { report, bytesRead } = await measure(by);
      deepStrictEqual(
        [steps(report), bytesRead],
        [
          [
            ['1', 1, 20_000, 7],
            ['2', 1, 6_000, 7],
          ],
          more.length,
        ],
      );
    }
  });

  it('counts a last line that lacks its line break, and once only when that has come', async () => {
    const line = call('b', 4, 26_000);
    const path = write('one', [call('a', 1, 20_000)]);
    const by = meter();
    for (const part of [line.slice(0, 40), line.slice(40), '\n']) {
      appendFileSync(path, part);
      await measure(by);
    }
    deepStrictEqual(steps((await measure(by)).report), [
      ['1', 1, 20_000, 7],
      ['2', 1, 6_000, 7],
    ]);
    truncateSync(path, call('a', 1, 20_000).length + 1 + line.length);
    deepStrictEqual(steps((await measure()).report), [
      ['1', 1, 20_000, 7],
      ['2', 1, 6_000, 7],
    ]);
  });

  it('reads a file again that shrank, was replaced, or was rewritten in place', async () => {
    const path = write('one', [PADDING, call('a', 1, 20_000)]);
    const by = meter();
    await measure(by);
    const rewritten = [
      (): void => writeFileSync(path, `${call('c', 1, 5_000)}\n`),
      (): void =>
        writeFileSync(path, `${PADDING}\n${call('d', 1, 6_000)}\n${PADDING}\n${call('e', 1, 7_000)}\n`),
      (): void => {
        rmSync(path);
        write('one', [call('f', 1, 8_000), PADDING, PADDING, PADDING]);
      },
    ];
    const seen: unknown[] = [];
    for (const rewrite of rewritten) {
      rewrite();
      seen.push(steps((await measure(by)).report), steps((await measure()).report));
    }
    const [shrunk, grown, replaced] = [[['1', 1, 5_000, 7]], [['1', 2, 7_000, 14]], [['1', 1, 8_000, 7]]];
    deepStrictEqual(seen, [shrunk, shrunk, grown, grown, replaced, replaced]);
  });

  it('silently recreates an index that is damaged, truncated, empty or another’s', async () => {
    write('one', [PADDING, call('a', 1, 20_000)]);
    await measure();
    const [name = ''] = indexes();
    const file = join(indexFolder(), name);
    const sound = readFileSync(file, 'utf8');
    const other = sound.replace('20000', '99999');
    for (const damage of [
      sound.slice(0, -9),
      sound.replace('"input"', '"inputs"'),
      other,
      '',
      'x\n{}',
      `${'0'.repeat(64)}\n[]`,
    ]) {
      writeFileSync(file, damage);
      const { report, failures } = await measure();
      deepStrictEqual([steps(report), failures], [[['1', 1, 20_000, 7]], []]);
      if (damage !== sound) strictEqual(readFileSync(file, 'utf8'), sound);
    }
  });

  it('silently recreates an index that has its hash and holds something else', async () => {
    write('one', [PADDING, call('a', 1, 20_000)]);
    await measure();
    const file = join(indexFolder(), indexes()[0] ?? '');
    const sound = readFileSync(file, 'utf8');
    const body = sound.slice(sound.indexOf('\n') + 1);
    const [row = ''] = /\[\[.*?\]/.exec(body) ?? [];
    const bodies = [
      body.replace(row, '[["a"]'),
      body.replace(row, row.replace('20000', '-1')),
      body.replace(row, row.replace('20000', '"20000"')),
      body.replace(row, row.replace(/\]$/, ',0]')),
      body.replace('"cwds":[', '"cwds":[7,'),
      body.replace('"compactions":[', '"compactions":[{"at":null,"trigger":"other"}'),
      body.replace(/"context":\{[^}]*\}/, '"context":{"cwd":7,"model":null}'),
      body.replace(/"end":\d+/, '"end":0.5'),
      body.replace(/"version":\d+/, '"version":0'),
    ];
    for (const other of bodies) {
      ok(other !== body, other);
      writeFileSync(file, `${createHash('sha256').update(other).digest('hex')}\n${other}`);
      const { report, failures, bytesRead } = await measure();
      deepStrictEqual([steps(report), failures, bytesRead > 0], [[['1', 1, 20_000, 7]], [], true], other);
    }
    const { bytesRead } = await measure();
    strictEqual(bytesRead, 0);
  });

  it('holds while several write the same index at once', async () => {
    write('one', [PADDING, call('a', 1, 20_000)]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => measure()));
    deepStrictEqual(new Set(answers.map(({ report }) => JSON.stringify(steps(report)))).size, 1);
    strictEqual(indexes().length, 1);
    strictEqual((await measure()).bytesRead, 0);
  });

  it('keeps nothing if it may not, and continues if it can’t', async () => {
    write('one', [PADDING, call('a', 1, 20_000)]);
    await measure(meter(), false);
    const cache = cacheFolder(home.environment());
    strictEqual(existsSync(cache), false);
    mkdirSync(dirname(cache), { recursive: true });
    writeFileSync(cache, 'a file in the way');
    const { report, failures } = await measure();
    deepStrictEqual(steps(report), [['1', 1, 20_000, 7]]);
    match(failures.join(), /one\.jsonl could not be kept: E[A-Z]+/);
  });

  it('is not stopped by another workflow’s damage; its own is refused', async () => {
    write('one', [call('a', 1, 20_000)]);
    const asked = await question();
    const damaged = home.write(join(home.path, 'blog.journal.jsonl'), 'no event\n');
    const state = { root: home.path, folder: home.path, project: null };
    const journals = [...asked.journals, { workflow: 'blog', path: damaged, state }];
    const { report, failures } = await meter().measure({ ...asked, journals });
    deepStrictEqual([steps(report), failures], [[['1', 1, 20_000, 7]], [`${damaged}: state-damaged`]]);
    await rejects(meter().measure({ ...asked, journals, workflow: 'blog' }), { code: 'state-damaged' });
  });

  it('reads past lines that are no JSON, too long, or binary', async () => {
    write('one', [
      '{"type":"assistant"',
      `"assistant"${'y'.repeat(5_000_000)}`,
      '\0\u0001"assistant"',
      call('a', 1, 20_000),
    ]);
    deepStrictEqual(steps((await measure()).report), [['1', 1, 20_000, 7]]);
  });

  it('gives the course of one session: its own calls in time, and where it was compacted', async () => {
    const path = write('one', [
      call('a', 1, 20_000),
      call('b', 2, 90_000),
      boundaryLine('auto', 90_007, at(2.5)),
      call('c', 3, 12_000),
    ]);
    const by = meter();
    const ask = { agent: 'claude-code', transcript: path, isKept: false };
    const ms = (hours: number): number => START + hours * HOUR;
    const expected = {
      at: [ms(1), ms(2), ms(3)],
      tokens: [20_000, 90_000, 12_000],
      compactions: [{ at: ms(2.5), trigger: 'auto' }],
    };
    deepStrictEqual(await by.course(ask), expected);
    appendFileSync(path, `${call('d', 4, 15_000)}\n`);
    deepStrictEqual((await by.course(ask))?.tokens, [20_000, 90_000, 12_000, 15_000]);
    deepStrictEqual((await by.course(ask))?.compactions, expected.compactions);
    deepStrictEqual(await by.course({ ...ask, transcript: `${path}.gone` }), null);
    deepStrictEqual(await by.course({ ...ask, agent: 'nobody' }), null);
  });
});
