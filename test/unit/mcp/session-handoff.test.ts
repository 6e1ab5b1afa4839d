/** The tools that hand over and continue a session, in a folder without a workflow. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { transcriptPath } from '../../harness/sample-transcript.mjs';
import { NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import { createSessionHandoff } from '../../../src/node/handoffs/session-handoffs.ts';
import { ClaudeCodeSession } from '../activity/claude-code-session.ts';
import { failurePattern } from '../support/failure-texts.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { toolsOf } from '../support/mcp-tools.ts';
import { shown } from '../support/platform.ts';

const OWN = 'own-session';
const OTHER = 'other-session';

interface Place {
  readonly folder: string;
  readonly home: string;
}

function newPlace(): Place {
  return { folder: newFolder(), home: newFolder() };
}

/** A session that was asked for something, and wrote a file. */
function leaveTranscript({ folder, home }: Place, sessionId: string, task: string): void {
  const session = new ClaudeCodeSession({ cwd: folder, sessionId });
  session.prompt(task);
  session.did('Write', { file_path: join(folder, 'src', `${sessionId}.ts`) });
  const path = transcriptPath(home, { sessionId, workspace: folder, model: '' });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, session.text);
}

/** The tools as Claude Code's session calls them. */
function toolsFor({ folder, home }: Place): ReturnType<typeof toolsOf> {
  return toolsOf(folder, { home, environment: { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: OWN } });
}

async function handOver(place: Place): Promise<{ readonly path: string; readonly text: string }> {
  const { isError, structuredContent } = await toolsFor(place)('create_handoff', {});
  ok(isError !== true);
  const path = String(structuredContent?.handoff);
  strictEqual(structuredContent?.prompt, `Continue from ${path}`);
  return { path, text: readFileSync(join(place.folder, path), 'utf8') };
}

describe('create_handoff without a workflow', () => {
  afterEach(removeFolders);

  it('hands over the caller’s own session, not a newer one', async () => {
    const place = newPlace();
    leaveTranscript(place, OWN, 'Add a coupon field');
    leaveTranscript(place, OTHER, 'Rename the shop');
    const { path, text } = await handOver(place);
    match(path, /^\.claude\/state\/handoffs\/handoff-session-claude-code-[0-9a-f]{8}\.md$/);
    match(text, /\*\*Task:\*\* Add a coupon field/);
    ok(text.includes(`src/${OWN}.ts`) && !text.includes(OTHER), text);
  });

  it('hands over a caller whose transcript isn’t found by what is known of it', async () => {
    const { text } = await handOver(newPlace());
    match(text, /\*\*Task:\*\* unknown\n- \*\*Session:\*\* Claude Code `own-session`/);
  });

  it('refuses without any session, and writes nothing', async () => {
    const { folder, home } = newPlace();
    const { isError, content } = await toolsOf(folder, { home })('create_handoff', {});
    strictEqual(isError, true);
    match(content[0]?.text ?? '', failurePattern('session-missing', {}, 'mcp'));
    strictEqual(existsSync(join(folder, '.claude')), false);
  });
});

describe('resume_workflow without a workflow', () => {
  afterEach(removeFolders);

  it('names the handoff of the session to continue', async () => {
    const place = newPlace();
    leaveTranscript(place, OWN, 'Add a coupon field');
    const { path } = await handOver(place);
    const { content, structuredContent } = await toolsFor(place)('resume_workflow', {});
    const message = `No workflow is active. Read ${path}.`;
    strictEqual(content[0]?.text, message);
    deepStrictEqual(structuredContent, { message, handoff: path, prompt: `Continue from ${path}` });
  });

  it('names one that a level wrote to the user’s folder', async () => {
    const place = newPlace();
    const activity = { ...NO_ACTIVITY, agent: 'codex', sessionId: OTHER };
    const opened = await open(place.folder, { home: place.home });
    const request = { activity, reading: null, home: place.home, isAsked: false };
    const { file } = await createSessionHandoff(opened, request);
    ok(file.startsWith(join(place.home, '.ninefold')));
    const { structuredContent } = await toolsFor(place)('resume_workflow', {});
    strictEqual(structuredContent?.handoff, shown(file));
  });

  it('resumes a workflow that is active instead', async () => {
    const place = newPlace();
    await handOver(place);
    const tools = toolsFor(place);
    await tools('start_workflow', { id: 'wf-001', name: 'Coupons' });
    const { structuredContent } = await tools('resume_workflow', {});
    match(String(structuredContent?.prompt), /^Resume workflow wf-001 from Phase 1/);
  });

  it('refuses without a handoff', async () => {
    const { isError, content } = await toolsFor(newPlace())('resume_workflow', {});
    strictEqual(isError, true);
    match(content[0]?.text ?? '', failurePattern('workflow-none-active', {}, 'mcp'));
  });
});
