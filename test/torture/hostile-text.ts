/** Hostile texts under load: several agents and command lines at once, each text through each, then everything is read back. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { mapTexts } from '../../src/core/text/well-formed.ts';
import { open } from '../unit/support/folders.ts';
import { HOSTILE_TEXTS } from '../fixtures/hostile-texts.ts';

// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const RAW = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const AGENTS = 2;
const READING = [
  ['status'],
  ['list'],
  ['log'],
  ['next', 'list'],
  ['context'],
  ['export', '--stdout'],
  ['verify'],
];

interface HostileSeen {
  readonly texts: number;
  readonly calls: number;
  /** Changes that were answered as done. */
  readonly acknowledged: number;
  /** Events that stand in the journal beside the start. */
  readonly saved: number;
  /** What wasn't as it should be. */
  readonly wrong: readonly string[];
}

/** @param cli the built command line @param mcp the built server */
export async function hostileTexts(cli: string, mcp: string, folder: string): Promise<HostileSeen> {
  const wrong: string[] = [];
  const run = runner(cli, folder, wrong);
  await run(['init', 'wf-001', 'Feature']);
  const agents = await Promise.all(Array.from({ length: AGENTS }, () => connect(mcp, folder)));
  const answers = await Promise.all([
    ...agents.map((agent, lane) => byAgent(agent, lane, wrong)),
    byCommandLine(run),
  ]);
  await Promise.all(agents.map((agent) => agent.close()));
  for (const argv of [...READING, ['handoff', 'create'], ['save']]) {
    if ((await run(argv)) !== 0) wrong.push(`${argv.join(' ')} failed`);
  }
  const { service } = await open(folder);
  const events = await service.ports.journals.readEvents('wf-001');
  mapTexts(events, (text) => {
    if (RAW.test(text) || !text.isWellFormed()) wrong.push(`in the journal: ${JSON.stringify(text)}`);
    return text;
  });
  const saved = events.filter(({ type }) => type === 'nextStep.added' || type === 'decision.recorded');
  return {
    texts: HOSTILE_TEXTS.length,
    calls: answers.reduce((sum, { calls }) => sum + calls, 0),
    acknowledged: answers.reduce((sum, { done }) => sum + done, 0),
    saved: saved.length,
    wrong,
  };
}

interface Answered {
  readonly calls: number;
  readonly done: number;
}

async function byAgent(agent: Client, lane: number, wrong: string[]): Promise<Answered> {
  let [calls, done] = [0, 0];
  for (const [index, { name, text }] of HOSTILE_TEXTS.entries()) {
    // Of two texts that are alike once they are cleaned, each is a step of its own.
    const key = `key-${lane}-${index}`;
    for (const [tool, input] of [
      ['add_next_step', { text: `${text} ${key}` }],
      ['record_decision', { key, choice: text, reason: text }],
    ] as const) {
      calls++;
      const answer = await agent.callTool({ name: tool, arguments: input });
      if (answer.isError !== true) done++;
      mapTexts(answer, (shown) => {
        if (RAW.test(shown) || !shown.isWellFormed()) wrong.push(`${tool} shows ${name} raw`);
        return shown;
      });
    }
  }
  return { calls, done };
}

async function byCommandLine(run: (argv: readonly string[]) => Promise<number | null>): Promise<Answered> {
  // A NUL ends an argument: no program can be given one.
  const texts = HOSTILE_TEXTS.filter(({ text }) => !text.includes('\0'));
  let done = 0;
  for (const [index, { text }] of texts.entries()) {
    if ((await run(['next', 'add', '--', `${text} c-${index}`])) === 0) done++;
  }
  return { calls: texts.length, done };
}

/** Runs a command line and looks at all that it writes. @returns its exit code */
function runner(cli: string, folder: string, wrong: string[]) {
  return (argv: readonly string[]): Promise<number | null> =>
    new Promise((resolve, reject) => {
      const env = { PATH: process.env.PATH ?? '', HOME: join(folder, 'home') };
      const child = spawn(process.execPath, [cli, ...argv], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      child.on('error', reject);
      child.on('close', (code) => {
        if (RAW.test(said)) wrong.push(`${argv[0] ?? ''} shows ${JSON.stringify(RAW.exec(said)?.[0])} raw`);
        if (code !== 0 && code !== 1)
          wrong.push(`${argv.join(' ')} ended with ${code ?? 'a signal'}: ${said}`);
        resolve(code);
      });
    });
}

async function connect(mcp: string, folder: string): Promise<Client> {
  const client = new Client({ name: 'torture', version: '1.0.0' });
  const env = { PATH: process.env.PATH ?? '', HOME: join(folder, 'home') };
  const server = { command: process.execPath, args: [mcp], cwd: folder, env };
  await client.connect(new StdioClientTransport({ ...server, stderr: 'ignore' }));
  return client;
}
