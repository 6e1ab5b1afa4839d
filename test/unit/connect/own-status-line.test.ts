/** Ninefold's own status line by the shell: the line that the runtime draws, or the runtime is asked. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { runCommandLine } from '../../../src/cli/run.ts';
import { installLauncher } from '../../../src/node/connect/launcher.ts';
import { statusLineText } from '../meter/status-line-text.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const ASKED = 'the runtime was asked';
const SHELLS = ['/bin/dash', '/bin/bash', '/bin/sh'].filter((shell) => existsSync(shell));
const LINE = '.claude/state/sessions/line.txt';
const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';

/** A folder of a project and a home, with the bridge of a runtime that only says that it was asked. */
class Drawn {
  readonly home = newFolder();
  readonly folder = newFolder();

  async install(): Promise<this> {
    const cli = join(this.home, 'cli.js');
    writeFileSync(cli, `echo "${ASKED}" $(wc -c)`);
    await installLauncher({ home: this.home, platform: 'linux' }, { runtime: '/bin/sh', cli });
    return this;
  }

  input(given: Parameters<typeof statusLineText>[0] = {}): string {
    return statusLineText({ folder: this.folder, ...given });
  }

  /** What each shell prints, which is the same; the runtime gets the whole input. */
  byShell(input = this.input(), options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): string {
    const { cwd = this.folder, env } = options;
    const script = join(this.home, '.ninefold', 'bin', 'statusline');
    const lines = SHELLS.map((shell) => {
      const run = spawnSync(shell, [script], {
        ...{ cwd, input, encoding: 'utf8' },
        env: { PATH: process.env.PATH, HOME: this.home, ...env },
      });
      deepStrictEqual([run.status, run.stderr], [0, ''], shell);
      return run.stdout;
    });
    deepStrictEqual(new Set(lines).size, 1, lines.join(''));
    const [line = ''] = lines;
    if (line.startsWith(ASKED)) strictEqual(line, `${ASKED} ${Buffer.byteLength(input)}\n`);
    return line.startsWith(ASKED) ? ASKED : line;
  }

  /** What the runtime prints. */
  async byRuntime(input = this.input(), cwd = this.folder): Promise<string> {
    let [out, error] = ['', ''];
    const code = await runCommandLine({
      ...{ argv: ['statusline'], cwd, home: this.home, isTerminal: false },
      environment: { PATH: process.env.PATH, HOME: this.home },
      readInput: () => Promise.resolve(input),
      writeOut: (text) => (out += text),
      writeError: (text) => (error += text),
    });
    deepStrictEqual([code, error], [0, '']);
    return out;
  }

  /** Starts a workflow in the folder, long enough ago that its file is older than what is stored now. */
  async begin(): Promise<void> {
    await new InProcessTerminal(this.folder, { HOME: this.home }).done('init', 'wf-001', 'Sign in');
    const before = new Date(Date.now() - 60_000);
    utimesSync(join(this.folder, JOURNAL), before, before);
  }
}

/** Changes a field of an input, at any depth. */
function changed(text: string, change: (fields: Record<string, Record<string, unknown>>) => unknown): string {
  const fields = JSON.parse(text) as Record<string, Record<string, unknown>>;
  change(fields);
  return JSON.stringify(fields);
}

const usageOf = (fields: Record<string, Record<string, unknown>>): Record<string, unknown> =>
  fields.context_window?.current_usage as Record<string, unknown>;

describe('Ninefold’s own status line by the shell', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('is the line of the runtime, whatever the figures', async () => {
    const drawn = await new Drawn().install();
    ok(SHELLS.length > 0);
    const inputs = [
      ...[1, 999, 1000, 5499, 5500, 99_999, 123_456, 999_999, 1_000_000, 1_200_000].map((input) =>
        drawn.input({ input }),
      ),
      ...[1, 333, 200_000, 272_000].map((window) => drawn.input({ window })),
      drawn.input({ usage: null }),
      `${drawn.input()}\n`,
      changed(drawn.input(), (fields) => {
        delete usageOf(fields).cache_creation_input_tokens;
        delete usageOf(fields).cache_read_input_tokens;
      }),
      changed(drawn.input(), (fields) => delete usageOf(fields).output_tokens),
      drawn.input().replace(/,"rate_limits":.*$/, '}'),
      changed(drawn.input(), (fields) => (fields.session_name = 'a{b}, "c' as never)).replace('\\"', ''),
    ];
    for (const input of inputs) strictEqual(drawn.byShell(input), await drawn.byRuntime(input), input);
    strictEqual(drawn.byShell(), '120,000 of 1,000,000 tokens (12%)\n');
  });

  it('is left to the runtime for any other input', async () => {
    const drawn = await new Drawn().install();
    const text = drawn.input();
    const inputs = [
      '',
      'not JSON',
      '{}',
      '[]',
      '{"session_id":"first"}',
      '{"session_id":"first","context_window":null}',
      '{"session_id":"first","context_window":{}}',
      text.slice(0, -3),
      JSON.stringify(JSON.parse(text), undefined, 2),
      text.replace('"session_id":"first"', '"session_id":"../../x"'),
      text.replace('Opus', 'O\\"pus'),
      text.replace('"display_name":"Opus"', '"display_name":"Opus","x":{"context_window":{"a":1}}'),
      text.replace('"current_usage":', '"current_usage":null,"current_usage":'),
      ...[
        '-1',
        '1.5',
        '1e3',
        '"5"',
        'true',
        '[1,2]',
        '100000001',
        '9'.repeat(30),
        '$(id)',
        '`id`',
        '07',
      ].flatMap((value) => [
        text.replace('"input_tokens":2000', `"input_tokens":${value}`),
        text.replace('"output_tokens":700', `"output_tokens":${value}`),
        text.replace('"context_window_size":1000000', `"context_window_size":${value}`),
      ]),
      changed(text, (fields) => delete usageOf(fields).input_tokens),
      changed(text, (fields) => delete usageOf(fields).cache_read_input_tokens),
      changed(text, (fields) => (usageOf(fields).cache_creation = { ephemeral_5m_input_tokens: 7 })),
      changed(
        text,
        (fields) => (fields.context_window = { ...fields.context_window, context_window_size: 0 }),
      ),
      changed(text, (fields) => (fields.filler = 'x'.repeat(1_000_000) as never)),
    ];
    for (const input of inputs) strictEqual(drawn.byShell(input), ASKED, input.slice(0, 500));
    strictEqual(drawn.byShell(text, { env: { NINEFOLD_STATE_DIR: 'elsewhere' } }), ASKED);
  });

  it('has the workflow’s part as the runtime stored it, until the workflow changes', async () => {
    const drawn = await new Drawn().install();
    await drawn.begin();
    strictEqual(drawn.byShell(), ASKED);
    const line = await drawn.byRuntime();
    match(line, /^Phase 1 .* · \d+% · 120,000 of 1,000,000 tokens \(12%\)\n$/);
    strictEqual(drawn.byShell(), line);
    mkdirSync(join(drawn.folder, 'src'));
    strictEqual(drawn.byShell(drawn.input(), { cwd: join(drawn.folder, 'src') }), line);
    strictEqual(
      drawn.byShell(drawn.input({ usage: null })),
      await drawn.byRuntime(drawn.input({ usage: null })),
    );
    const terminal = new InProcessTerminal(drawn.folder, { HOME: drawn.home });
    await terminal.done('decision', 'add', 'key', 'none', 'no reason');
    strictEqual(drawn.byShell(), ASKED);
    const record = join(drawn.folder, '.claude/state/sessions/current.json');
    writeFileSync(record, readFileSync(record, 'utf8').replace('"active": "wf-001"', '"active": null'));
    strictEqual(drawn.byShell(), await drawn.byRuntime());
    strictEqual(drawn.byShell(), '120,000 of 1,000,000 tokens (12%)\n');
  });

  const places: Readonly<Record<string, (drawn: Drawn) => unknown>> = {
    'a stored text that isn’t Ninefold’s': ({ folder }) =>
      writeFileSync(join(folder, LINE), 'ninefold/line/1\nwf-001\nPhase 1 \u001b[31m\n5\n'),
    'a stored number that isn’t one': ({ folder }) =>
      writeFileSync(join(folder, LINE), 'ninefold/line/1\nwf-001\nPhase 1\n$(id)\n'),
    'a stored text of another workflow': ({ folder }) =>
      writeFileSync(join(folder, LINE), 'ninefold/line/1\nwf-002\nPhase 1\n5\n'),
    'a stored text that ends early': ({ folder }) =>
      writeFileSync(join(folder, LINE), 'ninefold/line/1\nwf-001\n'),
    'no stored text': ({ folder }) => rmSync(join(folder, LINE)),
    'no journal in one file': ({ folder }) => rmSync(join(folder, JOURNAL)),
    'a record that isn’t as Ninefold writes it': ({ folder }) =>
      writeFileSync(join(folder, '.claude/state/sessions/current.json'), '{"active":"wf-001"}'),
    'an active workflow with another name': ({ folder }) => {
      const path = join(folder, '.claude/state/sessions/current.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('wf-001', '../wf-001'));
    },
    'state that is a link': ({ folder }) => {
      const elsewhere = join(newFolder(), 'state');
      renameSync(join(folder, '.claude'), elsewhere);
      symlinkSync(elsewhere, join(folder, '.claude'));
    },
    'a stored text that is a link': ({ folder }) => {
      const elsewhere = join(newFolder(), 'line.txt');
      renameSync(join(folder, LINE), elsewhere);
      symlinkSync(elsewhere, join(folder, LINE));
    },
  };
  for (const [title, change] of Object.entries(places))
    it(`is left to the runtime with ${title}`, async () => {
      const drawn = await new Drawn().install();
      await drawn.begin();
      await drawn.byRuntime();
      match(drawn.byShell(), /^Phase 1 /);
      await change(drawn);
      // Newer than the journal, whatever it is.
      if (existsSync(join(drawn.folder, LINE))) utimesSync(join(drawn.folder, LINE), new Date(), new Date());
      strictEqual(drawn.byShell(), ASKED);
    });

  it('is left to the runtime where the state may be somewhere else', async () => {
    const drawn = await new Drawn().install();
    strictEqual(drawn.byShell(), '120,000 of 1,000,000 tokens (12%)\n');
    strictEqual(drawn.byShell(drawn.input(), { cwd: drawn.home }), ASKED);
    writeFiles(drawn.folder, { '.ninefold/ninefold.json': '{}' });
    strictEqual(drawn.byShell(), ASKED);
    rmSync(join(drawn.folder, '.ninefold'), { recursive: true });
    writeFiles(drawn.folder, { '.git': 'gitdir: /elsewhere/.git/worktrees/shop' });
    strictEqual(drawn.byShell(), ASKED);
    rmSync(join(drawn.folder, '.git'));
    writeFiles(drawn.home, { '.claude/state/projects.json': '{}' });
    strictEqual(drawn.byShell(), ASKED);
  });

  it('stores the input for the meter, as with a line of the person’s own', async () => {
    const drawn = await new Drawn().install();
    const input = drawn.input();
    drawn.byShell(input);
    strictEqual(readFileSync(join(drawn.home, '.ninefold/sessions/first.json'), 'utf8'), input);
  });
});
