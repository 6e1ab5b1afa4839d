import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { workflowContext } from '../../../src/core/hooks/workflow-context.ts';
import { RECOVERY_WORDS } from '../../../src/core/recovery/recovery-words.ts';
import { redactDrift, redactProject } from '../../../src/core/redaction/redact-state.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { takeInProposals } from '../../../src/core/service/proposal-service.ts';
import { readDrift } from '../../../src/core/service/resume-service.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { redact } from '../../../src/node/redactor/redactor.ts';
import { findCandidates } from '../../../src/node/recovery/find-candidates.ts';
import { secretsToShare } from '../../../src/node/folder/shared-secrets.ts';
import { alnum, hex, upper } from '../../fixtures/secrets/made-values.ts';
import { git, newFolder, open, removeFolders } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;
const SECRET = `ghp_${alnum(36)}`;
const PASSWORD = ['Wint', 'er', '-2031', '!x'].join('');
/** Looks like a key of AWS, and is an id. */
const ID = `AKIA${upper(16).replaceAll(/[0189]/g, 'X')}`;
const FILE = `docs/token=${alnum(24)}.md`;

async function openTold(folder = newFolder()): Promise<OpenFolder> {
  const opened = await open(folder);
  const { service } = opened;
  await service.start({ kind: 'start', id: ID, name: `Sign in ${SECRET}`, branch: null }, PERSON);
  await service.execute({ kind: 'setTask', task: `Use DB_PASSWORD=${PASSWORD}` }, PERSON);
  await service.execute(
    { kind: 'recordDecision', id: 'auth', choice: SECRET, reason: `token: ${SECRET}` },
    PERSON,
  );
  await service.execute(
    { kind: 'addNextStep', text: `curl -u deploy:${PASSWORD} https://a.example` },
    PERSON,
  );
  await service.execute({ kind: 'addNextStep', text: 'Write the tests' }, PERSON);
  await service.execute(
    { kind: 'setPattern', type: 'calls', convention: 'curl', example: `Bearer ${SECRET}` },
    PERSON,
  );
  await service.execute({ kind: 'addDeliverable', file: FILE }, PERSON);
  await service.execute(
    { kind: 'recordCheck', phase: '1', command: `deploy --password=${PASSWORD}`, exitCode: 0 },
    PERSON,
  );
  return opened;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

const holds = (text: string): boolean => text.includes(SECRET) || text.includes(PASSWORD);

describe('what leaves a state', () => {
  afterEach(removeFolders);

  it('has no secret in any file but the journal, its snapshot and nothing else', async () => {
    const { service, root } = await openTold();
    const { redacted } = await createHandoff(service, PERSON);
    const telling = filesBelow(root)
      .filter((path) => holds(readFileSync(path, 'utf8')))
      .map((path) => path.slice(root.length + 1));
    deepStrictEqual(
      telling.filter((path) => !/\.journal\.(?:jsonl|snapshot)$/.test(path)),
      [],
    );
    ok((redacted.github ?? 0) >= 2 && (redacted.assignment ?? 0) >= 1 && (redacted.basicauth ?? 0) >= 1);
  });

  it('keeps ids, paths, hashes and commits, whatever they look like', async () => {
    const { service, root } = await openTold();
    for (const path of ['workflow-state.toon', `state/workflows/${ID}.json`, `state/workflows/${ID}.toon`]) {
      const text = readFileSync(join(root, path), 'utf8');
      ok(text.includes(ID) && text.includes(FILE), path);
    }
    await createHandoff(service, PERSON);
    const handoff = (await service.ports.exports.readHandoff(ID)) ?? '';
    ok(handoff.includes(ID) && handoff.includes(FILE));
  });

  it('has no secret in a check that was run: that is taken out before it is recorded', async () => {
    const { root } = await openTold();
    const lines = readFileSync(join(root, `state/workflows/${ID}.journal.jsonl`), 'utf8').split('\n');
    const check = lines.find((line) => line.includes('check.recorded')) ?? '';
    ok(!check.includes(PASSWORD) && check.includes('[redacted: '));
  });

  it('has no secret in what a session is told, commits of others among it', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'first');
    const { service } = await openTold(folder);
    await createHandoff(service, PERSON);
    git(folder, 'commit', '-q', '--allow-empty', '-m', `use ${SECRET}`);
    const { workspace, exports, redactor } = service.ports;
    const read = await service.state();
    const drift = await readDrift(service, read);
    strictEqual(JSON.stringify(drift).includes(SECRET), false);
    const text = workflowContext({
      state: await service.redacted(read),
      project: await redactProject(redactor, await workspace.project()),
      files: {},
      git: await workspace.git(),
      drift: drift === null ? null : await redactDrift(redactor, drift),
      otherSession: null,
      show: (path) => exports.pathForReaders(path),
    });
    strictEqual(holds(text), false);
    ok(text.includes('[redacted: github]'));
  });

  it('needs the patterns once: what a text became is remembered for the next process', async () => {
    const { folder } = await openTold();
    const unloaded = { redact: () => Promise.reject(new Error('the patterns were loaded')) };
    const { service } = await open(folder, { redactor: unloaded });
    strictEqual(holds(JSON.stringify(await service.redacted(await service.state()))), false);
    await service.execute({ kind: 'recordSessionStart', id: 's', agent: 'codex', model: null }, PERSON);
  });

  it('is checked again if nothing is cached, or the cache can’t be read', async () => {
    const { folder, root } = await openTold();
    const memory = join(root, 'state/sessions/redacted.json');
    for (const text of [undefined, '{', '{"schema":"ninefold/redacted/1","patterns":"older","texts":{}}']) {
      if (text === undefined) rmSync(memory);
      else writeFileSync(memory, text);
      const { service } = await open(folder);
      strictEqual(holds(JSON.stringify(await service.redacted(await service.state()))), false);
    }
    ok(!existsSync(memory) || !holds(readFileSync(memory, 'utf8')));
  });
});

describe('a mark in a secret’s place', () => {
  afterEach(removeFolders);

  it('is refused in an intent, whichever text holds it, and changes nothing', async () => {
    const { service } = await openTold();
    const { revision } = await service.state();
    const mark = `use ${(await redact(SECRET)).text}`;
    for (const intent of [
      { kind: 'setTask', task: mark },
      { kind: 'rename', name: mark },
      { kind: 'addNextStep', text: mark },
      { kind: 'recordDecision', id: 'a', choice: mark, reason: 'b' },
      { kind: 'recordDecision', id: 'a', choice: 'b', reason: mark },
      { kind: 'setPattern', type: 'a', convention: 'b', example: mark },
      { kind: 'setAgents', agents: ['a', mark] },
      { kind: 'recordCheck', phase: '1', command: mark, exitCode: 0 },
      { kind: 'skip', reason: mark },
      { kind: 'addDeliverable', file: mark },
    ] as const) {
      await rejects(service.execute(intent, PERSON), (error) => NinefoldError.is(error, 'text-redacted'));
    }
    strictEqual((await service.state()).revision, revision);
  });

  it('is no edit of an export, nor is the secret that an older Ninefold had written there', async () => {
    const { service, root } = await openTold();
    const path = join(root, 'decisions.toon');
    const text = readFileSync(path, 'utf8');
    const older = text.replaceAll('[redacted: github]', SECRET).replace(/\n$/, '\n\n');
    ok(older.includes(SECRET));
    writeFileSync(path, older);
    deepStrictEqual(await takeInProposals(service), []);
  });

  it('lets an edit beside it be taken in', async () => {
    const { service, root } = await openTold();
    const path = join(root, 'workflow-state.toon');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('Write the tests,open', 'Write the tests,done'));
    const [report] = await takeInProposals(service);
    deepStrictEqual([report?.taken.map(({ type }) => type), report?.refusals], [['nextStep.set'], []]);
  });

  it('is refused in what an edit adds, as a new secret is', async () => {
    const { service, root } = await openTold();
    for (const added of ['Ask [redacted: github] again', `Use ${SECRET} again`]) {
      const path = join(root, 'workflow-state.toon');
      const text = readFileSync(path, 'utf8');
      const before = /next_steps\[(\d)\]\{text,status\}:/.exec(text)?.[0] ?? '';
      writeFileSync(path, text.replace(before, `next_steps[3]{text,status}:\n  "${added}",open`));
      const [report] = await takeInProposals(service);
      deepStrictEqual([report?.taken, report?.refusals.map(({ code }) => code)], [[], ['redacted']]);
    }
    strictEqual((await service.state()).nextSteps.length, 2);
  });

  it('is said by a recovery, which takes the journal where it can', async () => {
    const { service, root, layout } = await openTold();
    const journal = join(root, `state/workflows/${ID}.journal.jsonl`);
    const candidates = async () => findCandidates({ service, layout, home: '/nonexistent' }, ID);
    const reasons = (await candidates()).map(
      ({ kind, reasons: all }) =>
        [kind, all.some(({ template }) => template === RECOVERY_WORDS.redacted)] as const,
    );
    ok(['journal', 'snapshot'].includes(reasons[0]?.[0] ?? ''));
    deepStrictEqual(
      reasons.filter(([kind]) => kind === 'state' || kind === 'export').every(([, isSaid]) => isSaid),
      true,
    );
    rmSync(journal);
    for (const path of filesBelow(root)) if (path.endsWith('.snapshot')) rmSync(path);
    const [first] = await candidates();
    ok(first?.reasons.some(({ template }) => template === RECOVERY_WORDS.redacted));
  });
});

describe('what would be shared', () => {
  afterEach(removeFolders);

  it('is named by file, line, field and kind, never by the secret', async () => {
    const { service, layout } = await openTold();
    const secrets = await secretsToShare(layout, service.ports.redactor);
    const inJournal = secrets.map(({ line, field, kind }) => `${line} ${field} ${kind}`);
    deepStrictEqual(inJournal, [
      '1 workflow.started.name github',
      '1 workflow.started.task github',
      '2 workflow.taskSet.task assignment',
      '3 decision.recorded.choice github',
      '3 decision.recorded.reason github',
      '4 nextStep.added.text basicauth',
      '6 pattern.set.example github',
    ]);
    strictEqual(holds(JSON.stringify(secrets)), false);
  });

  it('is no handoff, which git doesn’t carry', async () => {
    const { service, layout, root } = await openTold();
    await createHandoff(service, PERSON);
    const path = join(root, `state/handoffs/handoff-${ID}.md`);
    writeFileSync(path, `${readFileSync(path, 'utf8')}\nuse ${SECRET}\n`);
    const shared = await secretsToShare(layout, service.ports.redactor);
    ok(shared.length > 0);
    deepStrictEqual(
      shared.filter(({ path: one }) => one.endsWith('.md')),
      [],
    );
  });

  it('is nothing where nobody said a secret', async () => {
    const { service, layout } = await open(newFolder());
    await service.start({ kind: 'start', id: 'wf-001', name: 'Sign in', branch: null }, PERSON);
    await service.execute({ kind: 'addNextStep', text: `Look at commit ${hex(40)}` }, PERSON);
    deepStrictEqual(await secretsToShare(layout, service.ports.redactor), []);
  });
});
