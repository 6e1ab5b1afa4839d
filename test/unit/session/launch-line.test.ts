import { deepStrictEqual, throws } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { DEFAULT_AGENT, TERMINAL_AGENTS } from '../../../src/core/agents/agents.ts';
import {
  canLaunchWith,
  isNotStarted,
  launchLine,
  terminalName,
} from '../../../src/core/handoff/launch-line.ts';

const PROMPT =
  'Resume workflow sign-in-20260102 from Phase 5: read .claude/state/handoffs/handoff-sign-in-20260102.md and .claude/workflow-state.toon';

describe('the line that launches an agent', () => {
  it('is the same fixed text for every shell, with the prompt as its one argument', () => {
    deepStrictEqual(
      TERMINAL_AGENTS.map(({ id, terminal }) => [id, launchLine(terminal, PROMPT)]),
      [
        ['claude-code', `claude "${PROMPT}"`],
        ['codex', `codex "${PROMPT}"`],
        ['gemini', `gemini -i "${PROMPT}"`],
        ['copilot-cli', `copilot -i "${PROMPT}"`],
        ['kilo', `kilo --prompt "${PROMPT}"`],
        ['opencode', `opencode --prompt "${PROMPT}"`],
        ['qwen-code', `qwen -i "${PROMPT}"`],
        ['droid', `droid "${PROMPT}"`],
        ['pi', `pi "${PROMPT}"`],
        ['cursor-agent', `cursor-agent "${PROMPT}"`],
      ],
    );
  });

  it('is read by a shell as command, options and the exact prompt', () => {
    const heard = TERMINAL_AGENTS.map((agent) => {
      const line = launchLine(agent.terminal, PROMPT);
      // A name of any program isn't one that a shell's function can have.
      const script = `run() { printf '<%s>' "$@"; }\n${line.replace(agent.terminal.command, 'run')}`;
      return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
    });
    deepStrictEqual(
      heard,
      TERMINAL_AGENTS.map(({ terminal: { options } }) =>
        [...options, PROMPT].map((word) => `<${word}>`).join(''),
      ),
    );
  });

  it('refuses what any shell would read otherwise', () => {
    const hostile = [
      '',
      '-p x',
      '"',
      'a"b',
      '$HOME',
      '`id`',
      '%PATH%',
      '!x',
      'a\nb',
      'a;b',
      "a'b",
      'a\\b',
      'a^b',
    ];
    deepStrictEqual(
      hostile.filter((prompt) => canLaunchWith(prompt)),
      [],
    );
    for (const prompt of hostile) throws(() => launchLine(DEFAULT_AGENT.terminal, prompt), RangeError);
  });
});

describe('the terminal of a session', () => {
  it('is named by what continues, in at most 24 characters', () => {
    deepStrictEqual(['wf-001', 'a'.repeat(24), 'session-claude-code-1355a4ba'].map(terminalName), [
      'wf-001',
      'a'.repeat(24),
      'session-claude-code-135…',
    ]);
  });

  it('tells a program that never ran from one that failed', () => {
    const ended = (exitCode: number | undefined, isWindows: boolean, milliseconds: number): boolean =>
      isNotStarted(exitCode, { isWindows, milliseconds });
    deepStrictEqual(
      [ended(127, false, 10), ended(126, false, 10), ended(9009, true, 10), ended(1, true, 10)],
      [true, true, true, true],
    );
    deepStrictEqual(
      [ended(0, false, 10), ended(undefined, false, 10), ended(1, false, 10), ended(1, true, 60_000)],
      [false, false, false, false],
    );
  });
});
