/**
 * `npm run package:plugin [-- FOLDER]`: makes a folder that is a plugin of Claude Code and of Codex, and a marketplace of
 * that plugin for both, by default out/plugin. It holds the bundles of the npm package and runs them by Node on the PATH.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { addressesOf } from './addresses.mjs';
import { importSources } from './import-sources.mjs';
import { npmFiles, readManifest } from './npm-files.mjs';
import { packagedText } from './packaged-text.mjs';

const project = dirname(import.meta.dirname);
const folder = resolve(process.argv[2] ?? join(project, 'out', 'plugin'));

const { claudeHooks, codexHooks, HOOK_SECONDS, SKILL } = await importSources(`
  export { hooks as claudeHooks } from './src/core/agents/claude-code/hooks.ts';
  export { SKILL } from './src/core/agents/claude-code/skill.ts';
  export { hooks as codexHooks } from './src/core/agents/codex/hooks.ts';
  export { HOOK_SECONDS } from './src/node/settings/settings-table.ts';
`);

const { name, version, description, keywords, license, repository } = readManifest();
const about = { name, version, description };
const owner = { name };

rmSync(folder, { recursive: true, force: true });
for (const file of npmFiles()) put(join('dist', file), join(project, 'dist', file));
put('LICENSE', join(project, 'LICENSE'));
const { files } = addressesOf({ repository });
write('README.md', packagedText(readFileSync(join(project, 'docs/plugin.md'), 'utf8'), files));
write('skills/ninefold/SKILL.md', SKILL);
write('.claude-plugin/plugin.json', { ...about, author: owner, keywords, license });
write('.claude-plugin/marketplace.json', {
  ...{ name, owner },
  plugins: [{ ...about, source: './' }],
});
write('hooks/hooks.json', hooksOf(claudeHooks, 'CLAUDE_PLUGIN_ROOT'));
write('.mcp.json', serverOf('node', ['${CLAUDE_PLUGIN_ROOT}/dist/cli.js', 'mcp']));
// Codex names its plugin's folder to hooks alone, and a server that starts in it doesn't know the workspace folder. So
// Node finds the server, by code that no shell reads: Windows has none that the others have.
const place = ['plugins', 'cache', name, name, version, 'dist', 'cli.js']
  .map((part) => `'${part}'`)
  .join(',');
const findAndRun = `const{join}=require('path'),file=join(process.env.CODEX_HOME||join(require('os').homedir(),'.codex'),${place});process.argv.splice(1,0,file);require(file)`;
write('codex/mcp.json', serverOf('node', ['-e', findAndRun, 'mcp'], { env_vars: ['CODEX_HOME'] }));
write('.codex-plugin/plugin.json', {
  ...{ ...about, author: owner, keywords, license },
  skills: './skills/',
  hooks: './codex/hooks.json',
  mcpServers: './codex/mcp.json',
});
write('codex/hooks.json', hooksOf(codexHooks, 'PLUGIN_ROOT'));

/** The plugin's folder is only known where it is installed. */
function hooksOf({ events }, variable) {
  const hookOf = (event) => ({
    hooks: [
      {
        type: 'command',
        command: `node "\${${variable}}/dist/cli.js" hook ${event}`,
        timeout: HOOK_SECONDS,
      },
    ],
  });
  return { hooks: Object.fromEntries(Object.keys(events).map((event) => [event, [hookOf(event)]])) };
}

/** @param more what only one of the agents knows */
function serverOf(command, args, more = {}) {
  return { mcpServers: { [name]: { command, args, ...more } } };
}

function put(file, from) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  cpSync(from, join(folder, file));
}

function write(file, content) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  const text = typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`;
  writeFileSync(join(folder, file), text);
}
