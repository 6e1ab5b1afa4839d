/** The npm package as a person gets it: installed into an empty folder, and run there. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { findNpm } from '../../../scripts/find-npm.mjs';
import { LARGEST_TARBALL } from '../../../scripts/largest-packages.mjs';
import { projectFolder } from '../../harness/paths.mjs';
import { cleanEnvironment } from '../../harness/processes.mjs';
import { withoutHashes } from '../support/dist-files.ts';
import { failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

/** Names of the files; of a bundle's parts without their hash, and of those that it shares one. */
const CONTENT = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/cl100k.ranks',
  'dist/cli.js',
  'dist/command-line.activity-source.js',
  'dist/command-line.activity.js',
  'dist/command-line.answer-hook.js',
  'dist/command-line.apply-candidate.js',
  'dist/command-line.background-process.js',
  'dist/command-line.check.js',
  'dist/command-line.chunk.js',
  'dist/command-line.convert-journals.js',
  'dist/command-line.emergency.js',
  'dist/command-line.find-candidates.js',
  'dist/command-line.folders.js',
  'dist/command-line.foreign-export.js',
  'dist/command-line.js',
  'dist/command-line.json-with-comments.js',
  'dist/command-line.observe-session.js',
  'dist/command-line.older-workflow.js',
  'dist/command-line.parse-toml.js',
  'dist/command-line.preserve-comments.js',
  'dist/command-line.read-checks.js',
  'dist/command-line.read-timelines.js',
  'dist/command-line.recover.js',
  'dist/command-line.run-hook.js',
  'dist/command-line.run.js',
  'dist/command-line.savings.js',
  'dist/command-line.segment-files.js',
  'dist/command-line.segment-store.js',
  'dist/command-line.session-handoff.js',
  'dist/command-line.session-only.js',
  'dist/command-line.sessions.js',
  'dist/command-line.take-in-edits.js',
  'dist/command-line.tasks.js',
  'dist/command-line.usage.js',
  'dist/command-line.verify.js',
  'dist/command-line.windowing.js',
  'dist/connect.js',
  'dist/context.chunk.js',
  'dist/context.js',
  'dist/context.parse-toml.js',
  'dist/mcp.activity-source.js',
  'dist/mcp.chunk.js',
  'dist/mcp.convert-journals.js',
  'dist/mcp.foreign-export.js',
  'dist/mcp.js',
  'dist/mcp.json-with-comments.js',
  'dist/mcp.observe-session.js',
  'dist/mcp.parse-toml.js',
  'dist/mcp.preserve-comments.js',
  'dist/mcp.read-checks.js',
  'dist/mcp.segment-store.js',
  'dist/mcp.session-handoff.js',
  'dist/mcp.sessions.js',
  'dist/mcp.take-in-edits.js',
  'dist/mcp.windowing.js',
  'dist/o200k.ranks',
  'dist/quick.chunk.js',
  'dist/quick.js',
  'dist/quick.json-with-comments.js',
  'dist/quick.sessions.js',
  'dist/quick.trusted-rules.js',
  'dist/quick.windowing.js',
  'dist/redactor.js',
  'dist/third-party-licenses.txt',
  'dist/tokenizer.chunk.js',
  'dist/tokenizer.counted-files.js',
  'dist/tokenizer.js',
  'dist/usage.chunk.js',
  'dist/usage.js',
  'dist/usage.json-with-comments.js',
  'dist/usage.read-timelines.js',
  'dist/usage.segment-files.js',
  'dist/usage.sessions.js',
  'dist/usage.windowing.js',
  'package.json',
];

describe('the npm package', function () {
  this.timeout(60_000);
  let folder = '';
  let tarball = '';
  // Under `npm test` npm says where the project is; what is run here is another project's.
  const inherited = Object.keys(process.env).filter((name) => /^npm_/i.test(name));
  const env = (): Record<string, string> =>
    cleanEnvironment({
      ...Object.fromEntries(inherited.map((name) => [name, undefined])),
      HOME: newFolder(),
    });

  const run = (program: string, ...args: string[]): { code: number | null; out: string; error: string } => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: folder,
      env: env(),
      encoding: 'utf8',
    });
    return { code: status, out: stdout, error: stderr };
  };
  const ninefold = (...args: string[]): string => {
    const { code, out, error } = run(join(folder, 'node_modules/.bin/ninefold'), ...args);
    strictEqual(code, 0, `${args.join(' ')}: ${error}`);
    return out;
  };

  before('pack and install it', () => {
    folder = newFolder();
    const packed = run(process.execPath, join(projectFolder, 'scripts/pack-npm.mjs'), folder);
    strictEqual(packed.code, 0, packed.error);
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
    writeFiles(folder, { 'package.json': '{"name":"shop","private":true}' });
    const npm = findNpm() ?? '';
    const installed = run(process.execPath, npm, 'install', '--offline', '--no-audit', '--no-fund', tarball);
    strictEqual(installed.code, 0, installed.error);
  });
  after(removeFolders);

  it('is small and holds what it needs, nothing else', () => {
    const home = join(folder, 'node_modules/ninefold');
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
    const packed = files.filter((name) => statSync(join(home, name)).isFile());
    deepStrictEqual(withoutHashes(packed), CONTENT);
    ok(statSync(tarball).size < LARGEST_TARBALL, `${statSync(tarball).size} bytes`);
    const { dependencies, scripts } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as object &
      Record<string, unknown>;
    deepStrictEqual({ dependencies, scripts }, { dependencies: undefined, scripts: undefined });
  });

  it('says by `npx ninefold status` what to do in an empty folder', () => {
    const { code, error } = run(
      process.execPath,
      (findNpm() ?? '').replace('npm-cli', 'npx-cli'),
      'ninefold',
      'status',
    );
    strictEqual(code, 1, error);
    match(error, failurePattern('workflow-none-active'));
  });

  it('carries a workflow to its handoff, with every bundle that it loads late', () => {
    ninefold('init', 'wf-001', 'Login');
    ninefold('decision', 'add', 'key', 'none', 'AKIAIOSFODNN7EXAMPLE is no secret');
    ninefold('context');
    ninefold('handoff', 'create');
    match(ninefold('savings'), /\d/);
    match(ninefold('usage', '--json'), /^\{/);
    match(ninefold('resume'), /Resume workflow wf-001 from Phase 1: read /);
  });

  it('answers as an MCP server by `ninefold mcp`', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StdioClientTransport({
      command: join(folder, 'node_modules/.bin/ninefold'),
      args: ['mcp'],
      cwd: folder,
      env: env(),
      stderr: 'pipe',
    });
    await client.connect(transport);
    const { tools } = await client.listTools();
    ok(tools.some(({ name }) => name === 'get_workflow'));
    strictEqual(client.getServerVersion()?.name, 'ninefold');
    const answer = await client.callTool({ name: 'get_workflow', arguments: {} });
    strictEqual(answer.isError ?? false, false);
    match(JSON.stringify(answer.content), /wf-001/);
    await client.close();
  });
});
