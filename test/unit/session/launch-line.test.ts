import { deepStrictEqual, throws } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { DEFAULT_AGENT, TERMINAL_AGENTS } from '../../../src/core/agents/agents.ts';
import { canLaunchWith, launchLine } from '../../../src/core/handoff/launch-line.ts';

const PROMPT =
  'Resume workflow sign-in-20260102 from Phase 5: read .claude/state/handoffs/handoff-sign-in-20260102.md and .claude/workflow-state.toon';

describe('the line that launches an agent', () => {
  it('is the same fixed text for every shell, with the prompt as its one argument', () => {
    deepStrictEqual(
      TERMINAL_AGENTS.map((agent) => launchLine(agent.terminal, PROMPT)),
      [`claude "${PROMPT}"`, `codex "${PROMPT}"`, `gemini -i "${PROMPT}"`],
    );
  });

  it('is read by a shell as command, options and the exact prompt', () => {
    const heard = TERMINAL_AGENTS.map((agent) => {
      const line = launchLine(agent.terminal, PROMPT);
      const [command = ''] = line.split(' ');
      const script = `${command}() { printf '<%s>' "$@"; }\n${line}`;
      return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
    });
    deepStrictEqual(heard, [`<${PROMPT}>`, `<${PROMPT}>`, `<-i><${PROMPT}>`]);
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
