/**
 * Downloads real agents to .vscode-test/agents, never into the project's own node_modules. Idempotent: a marker file
 * names what is installed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentPackages } from './agent-versions.mjs';
import { npm } from './npm.mjs';
import { downloadsFolder } from './paths.mjs';

const agentsFolder = join(downloadsFolder, 'agents');
const markerFile = join(agentsFolder, 'complete.txt');

/**
 * Ensures that the agents are installed.
 *
 * @param {(line: string) => void} [say]
 * @throws {import('./harness-error.mjs').HarnessError} if npm fails
 */
export async function fetchAgents(say = console.log) {
  const packages = Object.entries(agentPackages).map(([name, spec]) => `${name}@${spec}`);
  const marker = packages.join(' ');
  if (existsSync(markerFile) && readFileSync(markerFile, 'utf8') === marker) return;
  say(`Downloading agents to ${agentsFolder} (once, about 2 GB): ${marker}`);
  rmSync(agentsFolder, { recursive: true, force: true });
  mkdirSync(agentsFolder, { recursive: true });
  writeFileSync(join(agentsFolder, 'package.json'), '{ "private": true }\n');
  await npm(['install', '--ignore-scripts', ...packages], agentsFolder);
  writeFileSync(markerFile, marker);
}
