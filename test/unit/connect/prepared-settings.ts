/** Settings as people have them, and worse: what `connect` meets. */

import type { ErrorCode } from '../../../src/core/failures/failures.ts';

export interface PreparedFile {
  readonly text?: string;
  readonly bytes?: Buffer;
  readonly mode?: number;
  /** A symbolic link to this path. */
  readonly linkTo?: string;
}

export interface Prepared {
  readonly name: string;
  readonly agent: string;
  readonly isUser?: boolean;
  /** By path; `~/` is the home folder, the others are of the project. */
  readonly files: Readonly<Record<string, string | PreparedFile>>;
  /** What stands in a file afterwards, comments for one. */
  readonly keeps?: Readonly<Record<string, readonly string[]>>;
  /** Refused with this code, at this line of this file where it has one. */
  readonly refused?: { readonly code: ErrorCode; readonly line?: number; readonly file: string };
}

const LOCAL = '.claude/settings.local.json';
const USER = '~/.claude/settings.json';
const BOM = '\uFEFF';
const onWindows = process.platform === 'win32';

const HOOKS = `{
  "hooks": {
    "SessionStart": [
      { "matcher": "startup", "hooks": [{ "type": "command", "command": "echo hello" }] }
    ],
    "Stop": [{ "hooks": [{ "type": "command", "command": "say done" }] }]
  },
  "statusLine": { "type": "command", "command": "it's \\"mine\\" | cat", "padding": 0 }
}
`;

const COMMENTS = `// what I like
{
  /* not too much */
  "permissions": { "allow": ["Bash(npm test)"] }, // tests only
  "env": {
    // slow network
    "HTTP_TIMEOUT": "60"
  }
  // the end
}
`;

const SERVERS = `{
  "mcpServers": {
    "github": { "command": "npx", "args": ["-y", "server-github"], "env": { "TOKEN": "\${TOKEN}" } },
    "db": { "type": "http", "url": "https://example.com/mcp" }
  }
}
`;

const TOML = `# my Codex
model = "gpt-5-codex" # the good one

[mcp_servers.docs]
command = "npx"
args = ["-y", "docs"]

[projects."/home/me/shop"]
trust_level = "trusted"
`;

export const PREPARED: readonly Prepared[] = [
  { name: 'nothing there', agent: 'claude-code', files: {} },
  { name: 'nothing there, for the user', agent: 'claude-code', isUser: true, files: {} },
  { name: 'empty files', agent: 'claude-code', files: { [LOCAL]: '', '.mcp.json': ' \n' } },
  { name: 'empty objects', agent: 'claude-code', files: { [LOCAL]: '{}', '.mcp.json': '{\n}\n' } },
  { name: 'one line', agent: 'claude-code', files: { [LOCAL]: '{"model":"opus","hooks":{}}' } },
  { name: 'hooks and a status line of its own', agent: 'claude-code', files: { [LOCAL]: HOOKS } },
  { name: 'the same for the user', agent: 'claude-code', isUser: true, files: { [USER]: HOOKS } },
  {
    name: 'comments',
    agent: 'claude-code',
    files: { [LOCAL]: COMMENTS },
    keeps: {
      [LOCAL]: ['// what I like', '/* not too much */', '// tests only', '// slow network', '// the end'],
    },
  },
  {
    name: 'trailing commas',
    agent: 'claude-code',
    files: { [LOCAL]: '{\n  "a": [1, 2,],\n  "hooks": { "Stop": [], },\n}\n' },
  },
  { name: 'tabs', agent: 'claude-code', files: { [LOCAL]: HOOKS.replaceAll('  ', '\t') } },
  { name: 'four spaces', agent: 'claude-code', files: { [LOCAL]: HOOKS.replaceAll('  ', '    ') } },
  { name: 'CRLF', agent: 'claude-code', files: { [LOCAL]: COMMENTS.replaceAll('\n', '\r\n') } },
  { name: 'a byte order mark', agent: 'claude-code', files: { [LOCAL]: BOM + HOOKS } },
  { name: 'a byte order mark and nothing else', agent: 'gemini', files: { '.gemini/settings.json': BOM } },
  { name: 'no line end', agent: 'claude-code', files: { [LOCAL]: HOOKS.trimEnd() } },
  { name: 'words beyond ASCII', agent: 'claude-code', files: { [LOCAL]: '{ "língua": "日本語 🙂" }\n' } },
  { name: 'servers of others', agent: 'claude-code', files: { '.mcp.json': SERVERS } },
  {
    name: 'servers of others, for the user, among much else',
    agent: 'claude-code',
    isUser: true,
    files: {
      '~/.claude.json': `{"numStartups":7,"oauthAccount":{"id":"x"},"mcpServers":{"db":{"url":"u"}},"projects":{}}`,
    },
  },
  {
    name: 'the user has a status line that the project would hide',
    agent: 'claude-code',
    files: { [USER]: '{ "statusLine": { "type": "command", "command": "~/line.sh", "padding": 2 } }\n' },
  },
  {
    name: 'the project has a status line that its local file would hide',
    agent: 'claude-code',
    files: { '.claude/settings.json': '{ "statusLine": { "type": "command", "command": "./line" } }\n' },
  },
  {
    name: 'the same hook event as an empty list',
    agent: 'claude-code',
    files: { [LOCAL]: '{"hooks":{"SessionStart":[]}}' },
  },
  {
    name: 'betas of its own',
    agent: 'claude-code',
    files: { [LOCAL]: '{ "env": { "ANTHROPIC_BETAS": "context-1m-2025-08-07" } }\n' },
  },
  {
    name: 'permissions of the file',
    agent: 'claude-code',
    isUser: true,
    files: { [USER]: { text: HOOKS, mode: 0o600 } },
  },
  {
    name: 'a link to the dotfiles, for the user',
    agent: 'claude-code',
    isUser: true,
    files: { '~/dotfiles/claude.json': HOOKS, [USER]: { linkTo: '../dotfiles/claude.json' } },
  },
  {
    name: 'a link inside the project',
    agent: 'claude-code',
    files: { 'config/mcp.json': SERVERS, '.mcp.json': { linkTo: 'config/mcp.json' } },
  },
  {
    name: 'a folder that is a link inside the project',
    agent: 'gemini',
    files: { 'config/.keep': '', '.gemini': { linkTo: 'config' } },
  },
  { name: 'Codex, nothing there', agent: 'codex', files: {} },
  { name: 'Codex, nothing there, for the user', agent: 'codex', isUser: true, files: {} },
  {
    name: 'Codex, comments and other servers',
    agent: 'codex',
    isUser: true,
    files: { '~/.codex/config.toml': TOML },
    keeps: { '~/.codex/config.toml': ['# my Codex', '# the good one', '[mcp_servers.docs]'] },
  },
  { name: 'Codex, CRLF', agent: 'codex', files: { '.codex/config.toml': TOML.replaceAll('\n', '\r\n') } },
  { name: 'Codex, no line end', agent: 'codex', files: { '.codex/config.toml': 'model = "x"' } },
  { name: 'Codex, a byte order mark', agent: 'codex', files: { '.codex/config.toml': `${BOM}${TOML}` } },
  {
    name: 'Codex, one table after another of the servers',
    agent: 'codex',
    files: { '.codex/config.toml': '[mcp_servers]\n[mcp_servers.a]\ncommand = "a"\n' },
  },
  { name: 'Gemini, nothing there', agent: 'gemini', files: {} },
  { name: 'Copilot, nothing there', agent: 'copilot-cli', files: {} },
  {
    name: 'Copilot, for the user, servers of others',
    agent: 'copilot-cli',
    isUser: true,
    files: { '~/.copilot/mcp-config.json': SERVERS, '~/.copilot/hooks/mine.json': '{}' },
  },
  {
    name: 'Copilot, hooks of somebody in a file of the name',
    agent: 'copilot-cli',
    files: {
      '.github/hooks/ninefold.json':
        '{ "version": 1, "hooks": { "preToolUse": [{ "type": "command", "bash": "echo x" }] } }\n',
    },
  },
  { name: 'Qwen, hooks of its own', agent: 'qwen-code', files: { '.qwen/settings.json': HOOKS } },
  { name: 'Droid, hooks in its settings', agent: 'droid', files: { '.factory/settings.json': HOOKS } },
  {
    name: 'Droid, for the user, servers of others',
    agent: 'droid',
    isUser: true,
    files: { '~/.factory/mcp.json': SERVERS },
  },
  {
    name: 'OpenCode, comments',
    agent: 'opencode',
    isUser: true,
    files: { '~/.config/opencode/opencode.json': COMMENTS },
    keeps: { '~/.config/opencode/opencode.json': ['// what I like', '/* not too much */'] },
  },
  { name: 'Kilo, nothing there', agent: 'kilo', files: {} },
  {
    name: 'Cline, servers of others',
    agent: 'cline',
    isUser: true,
    files: { '~/.cline/data/settings/cline_mcp_settings.json': SERVERS },
  },
  {
    name: 'Qwen, for the user, a status line of its own',
    agent: 'qwen-code',
    isUser: true,
    files: {
      '~/.qwen/settings.json':
        '{\n  "ui": {\n    "theme": "x", // mine\n    "statusLine": { "type": "command", "command": "echo \'a b\'" }\n  }\n}\n',
    },
    // Qwen Code has no bridge on Windows.
    keeps: { '~/.qwen/settings.json': ['// mine', onWindows ? "echo 'a b'" : 'bin/statusline own '] },
  },
  {
    name: 'Qwen, for the user, a status line of another kind',
    agent: 'qwen-code',
    isUser: true,
    files: {
      '~/.qwen/settings.json': '{ "ui": { "statusLine": { "type": "preset", "items": ["model"] } } }\n',
    },
    keeps: { '~/.qwen/settings.json': ['{ "type": "preset", "items": ["model"] }'] },
  },
  {
    name: 'Cursor, servers of others',
    agent: 'cursor-agent',
    files: { '.cursor/mcp.json': SERVERS },
  },
  { name: 'Cursor, for the user, nothing there', agent: 'cursor-agent', isUser: true, files: {} },
  {
    name: 'Kimi, hooks of its own',
    agent: 'kimi-code',
    isUser: true,
    files: {
      '~/.kimi-code/config.toml':
        'default_model = "k"\n\n[[hooks]] # mine\nevent = "Stop"\ncommand = "say done"\n',
    },
    keeps: { '~/.kimi-code/config.toml': ['# mine'] },
  },
  {
    name: 'Kimi, hooks in one line',
    agent: 'kimi-code',
    isUser: true,
    files: { '~/.kimi-code/config.toml': 'a = 1\nhooks = []\n' },
    refused: { code: 'settings-invalid', line: 2, file: '~/.kimi-code/config.toml' },
  },
  {
    name: 'OpenCode, another server of the name',
    agent: 'opencode',
    files: { 'opencode.json': '{\n  "mcp": {\n    "ninefold": { "type": "remote", "url": "u" }\n  }\n}\n' },
    refused: { code: 'settings-invalid', line: 3, file: 'opencode.json' },
  },
  {
    name: 'Gemini, for the user, servers of others',
    agent: 'gemini',
    isUser: true,
    files: { '~/.gemini/settings.json': SERVERS },
  },

  {
    name: 'no JSON',
    agent: 'claude-code',
    files: { [LOCAL]: '{\n  "a": 1\n  "b" 2\n}\n' },
    refused: { code: 'settings-invalid', line: 3, file: LOCAL },
  },
  {
    name: 'cut short',
    agent: 'claude-code',
    files: { '.mcp.json': SERVERS.slice(0, 60) },
    refused: { code: 'settings-invalid', line: 3, file: '.mcp.json' },
  },
  {
    name: 'merge markers',
    agent: 'gemini',
    files: { '.gemini/settings.json': '{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> x\n}\n' },
    refused: { code: 'settings-invalid', line: 2, file: '.gemini/settings.json' },
  },
  {
    name: 'a list',
    agent: 'claude-code',
    files: { '.mcp.json': '[]\n' },
    refused: { code: 'settings-invalid', line: 1, file: '.mcp.json' },
  },
  {
    name: 'hooks that are none',
    agent: 'claude-code',
    files: { [LOCAL]: '{\n  "hooks": "all"\n}\n' },
    refused: { code: 'settings-invalid', line: 2, file: LOCAL },
  },
  {
    name: 'an event that is no list',
    agent: 'claude-code',
    files: { [LOCAL]: '{\n  "hooks": {\n    "PreCompact": {}\n  }\n}\n' },
    refused: { code: 'settings-invalid', line: 3, file: LOCAL },
  },
  {
    name: 'a status line that is none',
    agent: 'claude-code',
    files: { [LOCAL]: '{\n\n  "statusLine": true\n}\n' },
    refused: { code: 'settings-invalid', line: 3, file: LOCAL },
  },
  {
    name: 'a status line that is none, before hooks that are missing',
    agent: 'claude-code',
    files: { [LOCAL]: '{ "statusLine": true }\n' },
    refused: { code: 'settings-invalid', line: 1, file: LOCAL },
  },
  {
    name: 'another server of the name',
    agent: 'claude-code',
    files: { '.mcp.json': '{\n  "mcpServers": {\n    "ninefold": { "command": "other" }\n  }\n}\n' },
    refused: { code: 'settings-invalid', line: 3, file: '.mcp.json' },
  },
  {
    name: 'no UTF-8',
    agent: 'claude-code',
    files: { '.mcp.json': { bytes: Buffer.from([0x7b, 0xff, 0x7d]) } },
    refused: { code: 'settings-invalid', line: 1, file: '.mcp.json' },
  },
  {
    name: 'read-only',
    agent: 'claude-code',
    files: { [LOCAL]: { text: HOOKS, mode: 0o444 } },
    refused: { code: 'settings-read-only', file: LOCAL },
  },
  {
    name: 'a link out of the project',
    agent: 'claude-code',
    files: { '~/elsewhere.json': SERVERS, '.mcp.json': { linkTo: '../../elsewhere.json' } },
    refused: { code: 'settings-link-outside', file: '.mcp.json' },
  },
  {
    name: 'a link to nothing',
    agent: 'claude-code',
    files: { '.mcp.json': { linkTo: 'gone.json' } },
    refused: { code: 'settings-link-broken', file: '.mcp.json' },
  },
  {
    name: 'a skill of that name that somebody wrote',
    agent: 'claude-code',
    files: { '.claude/skills/ninefold/SKILL.md': '# Mine\n' },
    refused: { code: 'settings-foreign', file: '.claude/skills/ninefold/SKILL.md' },
  },
  {
    name: 'Codex, no TOML',
    agent: 'codex',
    files: { '.codex/config.toml': 'model = "x"\nwhat is this\n' },
    refused: { code: 'settings-invalid', line: 2, file: '.codex/config.toml' },
  },
  {
    name: 'Codex, servers in one line',
    agent: 'codex',
    files: { '.codex/config.toml': 'model = "x"\nmcp_servers = { a = { command = "a" } }\n' },
    refused: { code: 'settings-invalid', line: 2, file: '.codex/config.toml' },
  },
  {
    name: 'Codex, another server of the name',
    agent: 'codex',
    files: { '.codex/config.toml': '\n[mcp_servers.ninefold]\ncommand = "other"\n' },
    refused: { code: 'settings-invalid', line: 2, file: '.codex/config.toml' },
  },
];
