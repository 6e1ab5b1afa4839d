/** Where the downloaded agents are. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { newerNodePackage, openCodePackage } from '../harness/agent-versions.mjs';
import { downloadsFolder } from '../harness/paths.mjs';

const modules = join(downloadsFolder, 'agents', 'node_modules');
const platform = `${process.platform}-${process.arch}`;

/** A program, with the arguments that come before the agent's own. */
export type Program = readonly [string, ...string[]];

/** Returns Claude Code's program: the newest, or the one from before its windows changed. */
export function claudeProgram(version: 'newest' | 'before'): Program {
  const newest = join('@anthropic-ai', `claude-code-${platform}`);
  return [join(modules, version === 'newest' ? newest : 'claude-code-before', 'claude')];
}

/** Codex. Its launcher finds the program of this platform. */
export const codexProgram: Program = [process.execPath, join(modules, '@openai', 'codex', 'bin', 'codex.js')];

/** Gemini CLI. */
export const geminiProgram: Program = [
  process.execPath,
  join(modules, '@google', 'gemini-cli', 'bundle', 'gemini.js'),
];

/** Copilot CLI. */
export const copilotProgram: Program = [join(modules, '@github', `copilot-${platform}`, 'copilot')];

/** OpenCode. */
export const openCodeProgram: Program = [join(modules, openCodePackage, 'bin', 'opencode')];

/** Node.js for agents that need a newer one than this. */
const newerNode = join(modules, newerNodePackage, 'bin', 'node');

/** Qwen Code. */
export const qwenProgram: Program = [newerNode, join(modules, '@qwen-code', 'qwen-code', 'cli-entry.js')];

/** Pi. */
export const piProgram: Program = [
  newerNode,
  join(modules, '@earendil-works', 'pi-coding-agent', 'dist', 'bundle', 'cli.js'),
];

/** Loads a package that was downloaded with the agents. */
export const loadDownloaded = createRequire(join(modules, 'package.json'));
