/** Failures that the MCP SDK words itself: they quote a name, a key or an address as the agent gave it. */

import { match, ok, strictEqual } from 'node:assert/strict';

import { HOSTILE_TEXTS } from '../../fixtures/hostile-texts.ts';
import { isShown } from '../security/shown-text.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { Agent } from './agent.ts';

const LONGEST = 5_000;
const SECRET = ['ghp_', 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'].join('');
const TEXTS = [
  ...HOSTILE_TEXTS,
  { name: 'a secret', text: `token ${SECRET}` },
  { name: 'half a megabyte', text: 'x'.repeat(500_000) },
];

describe('a failure that the MCP SDK words', function () {
  this.timeout(60_000);
  let agent: Agent;
  before(async () => {
    agent = await new Agent(newFolder()).connect();
  });
  after(async () => {
    await agent.client.close();
    removeFolders();
  });

  /** The words of a call that must fail, whichever way it is told. */
  async function failureOf(
    call: () => Promise<{ readonly isError: boolean; readonly text: string }>,
  ): Promise<string> {
    try {
      const { isError, text } = await call();
      strictEqual(isError, true);
      return text;
    } catch (error) {
      ok(error instanceof Error);
      return error.message;
    }
  }

  it('quotes what an agent gave as bounded text, without secrets', async () => {
    for (const { name, text } of TEXTS) {
      const { client } = agent;
      const calls = {
        'a key': () => agent.call('add_next_step', { text: 'x', [`k${text}`]: 1 }),
        'a value': () => agent.call('get_workflow', { workflow: `w ${text}` }),
        'a tool': () => agent.call(`t${text}`),
        'a prompt': async () =>
          client.getPrompt({ name: `p${text}` }).then(() => ({ isError: false, text: '' })),
        'a resource': async () =>
          client.readResource({ uri: `ninefold://${text}` }).then(() => ({ isError: false, text: '' })),
      };
      for (const [what, call] of Object.entries(calls)) {
        const said = await failureOf(call);
        isShown(said, `${what}: ${name}`);
        ok(said.length < LONGEST, `${what}: ${name} has ${said.length}`);
        ok(!said.includes(SECRET), `${what}: ${name}`);
      }
    }
    match((await agent.call('add_next_step', { txt: 'x' })).text, /Unrecognized key: "txt"/);
  });
});
