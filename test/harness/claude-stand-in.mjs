/**
 * `node claude-stand-in.mjs FOLDER PROMPT`: simulates a session of Claude Code's hooks and transcript. Like Claude
 * Code, it reads the hooks from the settings, runs those for a start and a prompt, and leaves a transcript.
 *
 * FOLDER contains `sessions` (one id per line, used in turn). The hooks' answers are written to FOLDER/{id}.json at
 * the very end.
 */
import { execSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { assistantLine, transcriptPath, userLine } from './sample-transcript.mjs';

const [folder = '', prompt = ''] = process.argv.slice(2);
const workspace = process.cwd();
const sessionId = takeSession();
const session = { sessionId, workspace, model: 'claude-opus-4-5-20251101' };
const transcript = transcriptPath(homedir(), session);

const started = fire('SessionStart', { source: 'startup', model: session.model }, 'startup');
const prompted = fire('UserPromptSubmit', { prompt });
mkdirSync(dirname(transcript), { recursive: true });
appendFileSync(transcript, userLine(session, prompt) + assistantLine(session, 20_000));
const note = join(folder, `${sessionId}.json`);
writeFileSync(`${note}.part`, JSON.stringify({ prompt, started, prompted }));
renameSync(`${note}.part`, note);

/** Returns the next unused id. */
function takeSession() {
  const ids = readFileSync(join(folder, 'sessions'), 'utf8').split('\n').filter(Boolean);
  const id = ids.find((one) => !existsSync(join(folder, `${one}.json`)));
  if (id === undefined) throw new Error('There are no more sessions.');
  return id;
}

/**
 * Runs every hook of an event.
 *
 * @returns each hook's parsed answer; null for none
 */
function fire(event, fields, matched = '') {
  const input = {
    session_id: sessionId,
    transcript_path: transcript,
    cwd: workspace,
    permission_mode: 'default',
    hook_event_name: event,
    ...fields,
  };
  const groups = settings().flatMap(({ hooks }) => hooks?.[event] ?? []);
  return groups
    .filter(({ matcher = '' }) => ['', '*'].includes(matcher) || new RegExp(`^(?:${matcher})$`).test(matched))
    .flatMap(({ hooks }) => hooks)
    .map(({ command }) => {
      const env = { ...process.env, CLAUDECODE: '1', CLAUDE_PROJECT_DIR: workspace };
      const out = execSync(command, { input: JSON.stringify(input), cwd: workspace, env, encoding: 'utf8' });
      return out === '' ? null : JSON.parse(out);
    });
}

/** The user's settings, the project's, and the person's own for the project. */
function settings() {
  return [
    join(homedir(), '.claude', 'settings.json'),
    join(workspace, '.claude', 'settings.json'),
    join(workspace, '.claude', 'settings.local.json'),
  ]
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')));
}
