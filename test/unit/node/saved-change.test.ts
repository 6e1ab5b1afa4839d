/** A change that was saved is never answered as one that failed, whatever happens after it. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as z from 'zod';

import { describe as describeError } from '../../../src/cli/context.ts';
import { tool } from '../../../src/mcp/tool.ts';
import type { RegisterTool } from '../../../src/mcp/tool.ts';
import { ServerContext } from '../../../src/mcp/context.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;

async function startedFolder() {
  const opened = await open(newFolder());
  await opened.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
  return opened;
}

function steps(folder: string): number {
  const path = join(folder, '.claude/state/workflows/wf-001.journal.jsonl');
  return readFileSync(path, 'utf8').split('"nextStep.added"').length - 1;
}

describe('a change that was saved', () => {
  afterEach(removeFolders);

  it('is done though a listener or an export throws a fault of Ninefold itself', async () => {
    const { service, folder } = await startedFolder();
    const stop = service.onDidChange(() => {
      throw new TypeError('a fault in a listener');
    });
    const first = await service.execute({ kind: 'addNextStep', text: 'one' }, PERSON);
    stop();
    match(
      first.exportFailure === null ? '' : describeError(first.exportFailure),
      /'wf-001' is saved, but a follow-up failed \(a bug in Ninefold: a fault in a listener\); don't repeat/,
    );
    const { exports } = service.ports;
    Object.defineProperty(exports, 'write', {
      value: () => Promise.reject(new TypeError('unpaired surrogate')),
    });
    const second = await service.execute({ kind: 'addNextStep', text: 'two' }, PERSON);
    strictEqual(second.exportFailure?.code, 'exports-unwritten');
    strictEqual(steps(folder), 2);
  });

  it('is answered as saved by a tool that fails afterwards, and as failed by one that fails before', async () => {
    const { folder } = await startedFolder();
    const context = new ServerContext({
      folder,
      environment: {},
      home: join(folder, 'home'),
      writeError: () => undefined,
    });
    const answerOf = (text: string | null) =>
      answer(context, async (given) => {
        const service = await given.service();
        if (text !== null) await service.execute({ kind: 'addNextStep', text }, given.actor);
        throw new TypeError('the answer can’t be made');
      });
    const [saved] = await Promise.all([answerOf('one'), answerOf('two')]);
    ok(saved.isError !== true);
    match(saved.content[0]?.text ?? '', /^The change is saved: wf-001 is at revision \d\. Don't repeat it\./);
    await answerOf(null).then(
      () => ok(false),
      (error: unknown) => ok(error instanceof TypeError),
    );
    deepStrictEqual(steps(folder), 2);
  });
});

interface Answer {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

function answer(context: ServerContext, run: (context: ServerContext) => Promise<never>): Promise<Answer> {
  let handler: ((input: unknown) => Promise<Answer>) | undefined;
  const server = {
    registerTool: (_: string, __: unknown, given: typeof handler) => (handler = given),
  } as unknown as Parameters<RegisterTool>[0];
  tool({ name: 'x', title: 'X', description: 'x', input: z.object({}), run })(server, context);
  return handler?.({}) ?? Promise.reject(new Error('no tool'));
}
