import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import {
  claimEnd,
  isFreshEnd,
  recordSession,
  recordSessionEnd,
} from '../../../src/core/service/session-service.ts';
import type { WorkflowService } from '../../../src/core/service/workflow-service.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;
const RECENT = 60_000;
const SESSION = { id: 's-1', agent: 'claude-code', model: null, transcript: null };
const ENDED = { id: 's-1', model: null, peakTokens: 5 };

describe('a session that starts and ends', () => {
  let now = '2026-01-02T03:00:00.000Z';
  let service: WorkflowService;
  beforeEach(async () => {
    now = '2026-01-02T03:00:00.000Z';
    ({ service } = await open(newFolder(), { clock: { now: () => now } }));
    await service.start({ kind: 'start', id: 'wf-001', name: 'One' }, PERSON);
    await recordSession(service, SESSION, 'wf-001');
  });
  afterEach(removeFolders);
  const isFresh = (): Promise<boolean> => isFreshEnd(service, 'wf-001', 's-1', RECENT);

  it('is recorded with each workflow that it worked on, once', async () => {
    await service.start({ kind: 'start', id: 'wf-002', name: 'Two' }, PERSON);
    await recordSession(service, SESSION, 'wf-002');
    await recordSession(service, SESSION, 'wf-002');
    const ended = await recordSessionEnd(service, ENDED);
    deepStrictEqual(
      ended.map(({ id, sessions }) => [id, sessions.length, sessions[0]?.peakTokens]),
      [
        ['wf-001', 1, 5],
        ['wf-002', 1, 5],
      ],
    );
    deepStrictEqual(await recordSessionEnd(service, ENDED), []);
  });

  it('has ended a moment ago, for a while', async () => {
    strictEqual(await isFresh(), false);
    await recordSessionEnd(service, ENDED);
    strictEqual(await isFresh(), true);
    now = '2026-01-02T03:02:00.000Z';
    strictEqual(await isFresh(), false);
  });

  it('has not ended where it gave way or was taken up again, and not for the first time after that', async () => {
    await service.execute({ kind: 'takeOver', id: 's-1', by: null }, PERSON);
    strictEqual(await isFresh(), false);
    await recordSession(service, SESSION, 'wf-001');
    await recordSessionEnd(service, ENDED);
    strictEqual(await isFresh(), true);
    await recordSession(service, SESSION, 'wf-001');
    strictEqual(await isFresh(), false);
    await recordSessionEnd(service, ENDED);
    strictEqual(await isFresh(), false);
  });

  it('is announced by the first to claim it', async () => {
    deepStrictEqual(
      [await claimEnd(service, 's-1'), await claimEnd(service, 's-1'), await claimEnd(service, 's-2')],
      [true, false, true],
    );
  });
});
