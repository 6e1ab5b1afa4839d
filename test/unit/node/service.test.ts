import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { exitCodeOf } from '../../../src/core/failures/failures.ts';
import { createDeliverable } from '../../../src/core/service/deliverable-service.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { resumeWorkflow } from '../../../src/core/service/resume-service.ts';
import { git, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { JOURNAL, startIn } from '../support/one-workflow.ts';

const PERSON = { kind: 'person' } as const;

describe('workflow service on files', () => {
  afterEach(removeFolders);

  it('appends before it announces, and a second process sees it', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const seen: unknown[] = [];
    service.onDidChange((state, events) => {
      const lines = readFileSync(join(folder, JOURNAL), 'utf8').trimEnd().split('\n');
      seen.push([state.revision, events.map(({ type }) => type), lines.length]);
    });
    await service.execute({ kind: 'approve' }, PERSON);
    deepStrictEqual(seen, [[2, ['phase.approved'], 2]]);
    strictEqual((await (await open(folder)).service.state()).current, '2');
  });

  it('decides again on fresh state when somebody else wrote in between', async () => {
    const folder = newFolder();
    const services = [await startIn(folder), (await open(folder)).service, (await open(folder)).service];
    const adds = services.flatMap((service, writer) =>
      [1, 2, 3, 4, 5].map((step) =>
        service.execute({ kind: 'addNextStep', text: `${writer} ${step}` }, PERSON),
      ),
    );
    await Promise.all(adds);
    const state = await (await open(folder)).service.state();
    deepStrictEqual([state.revision, new Set(state.nextSteps.map(({ text }) => text)).size], [16, 15]);
  });

  it('moves an unfinished last line aside and continues', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    appendFileSync(join(folder, JOURNAL), '{"v":1,"id":"01');
    strictEqual((await (await open(folder)).service.state()).revision, 1);
    await service.execute({ kind: 'approve' }, PERSON);
    strictEqual(readFileSync(join(folder, `${JOURNAL}.torn`), 'utf8'), '{"v":1,"id":"01');
    strictEqual((await (await open(folder)).service.state()).current, '2');
  });

  it('refuses a damaged journal with file, line and reason, and changes nothing', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    await service.execute({ kind: 'approve' }, PERSON);
    const good = readFileSync(join(folder, JOURNAL), 'utf8');
    const [first = '', second = ''] = good.split('\n');
    const cases: readonly (readonly [string, number, RegExp])[] = [
      [`${first}\nnot json\n`, 2, /JSON/],
      [`${first}\n<<<<<<< HEAD\n${second}\n`, 2, /merge marker/],
      [`${first}\n${first}\n`, 2, /a duplicate of the event on line 1/],
      [`${second}\n`, 1, /event 1 is missing before event 2/],
      [`${first}\n{"v":1}\n`, 2, /an event/],
      [`${first}\n${second.replace('phase.approved', 'toString')}\n`, 2, /isn't an event type/],
      [`${first}\n${second.replace('"step":"1"', '"step":"12"')}\n`, 2, /incomplete/],
    ];
    for (const [text, line, reason] of cases) {
      writeFileSync(join(folder, JOURNAL), text);
      const fresh = (await open(folder)).service;
      await rejects(fresh.execute({ kind: 'approve' }, PERSON), (error) => {
        ok(NinefoldError.is(error, 'state-damaged'));
        match(String(error.parameters.reason), reason);
        deepStrictEqual([error.parameters.line, exitCodeOf(error)], [line, 3]);
        return true;
      });
      strictEqual(readFileSync(join(folder, JOURNAL), 'utf8'), text);
    }
    writeFileSync(join(folder, JOURNAL), good.replace('"v":2', '"v":3'));
    await rejects((await open(folder)).service.state(), (error) => NinefoldError.is(error, 'state-newer'));
    writeFileSync(join(folder, JOURNAL), good.replace('phase.approved', 'phase.dreamt'));
    await rejects((await open(folder)).service.state(), (error) => {
      ok(NinefoldError.is(error, 'event-newer'));
      deepStrictEqual([error.parameters.type, exitCodeOf(error)], ['phase.dreamt', 3]);
      return true;
    });
  });

  it('sees damage in a journal that was rewritten in place and became longer', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    await service.execute({ kind: 'approve' }, PERSON);
    const good = readFileSync(join(folder, JOURNAL), 'utf8');
    const damaged = `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> topic\n`;
    writeFileSync(join(folder, JOURNAL), damaged);
    await rejects(service.execute({ kind: 'approve' }, PERSON), (error) =>
      NinefoldError.is(error, 'state-damaged'),
    );
    strictEqual(readFileSync(join(folder, JOURNAL), 'utf8'), damaged);
    writeFileSync(join(folder, JOURNAL), good);
    strictEqual((await service.execute({ kind: 'approve' }, PERSON)).state.revision, 3);
  });

  it('writes an export only when more than its time would differ', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const path = join(folder, '.claude/workflow-state.toon');
    const before = statSync(path).mtimeMs;
    deepStrictEqual(await service.exportFiles(), []);
    strictEqual(statSync(path).mtimeMs, before);
    rmSync(path);
    deepStrictEqual(await service.exportFiles(), ['workflow-state.toon']);
  });

  it('keeps the root’s exports for the active workflow', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    await service.start({ kind: 'start', id: 'wf-002', name: 'Two', branch: null }, PERSON);
    await service.execute({ kind: 'approve' }, PERSON, 'wf-001');
    const text = (): string => readFileSync(join(folder, '.claude/workflow-state.toon'), 'utf8');
    match(text(), /id: wf-002/);
    await service.activate('wf-001');
    match(text(), /id: wf-001/);
  });

  it('hands patterns on to the next workflow of the project', async () => {
    const service = await startIn(newFolder());
    await service.execute({ kind: 'setPattern', type: 'imports', convention: 'absolute' }, PERSON);
    const { state } = await service.start({ kind: 'start', id: 'wf-002', name: 'Two', branch: null }, PERSON);
    deepStrictEqual(state.patterns, [{ type: 'imports', convention: 'absolute', example: '' }]);
  });

  it('creates a deliverable from its template, once, and knows it untouched', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const path = 'docs/requirements.md';
    await createDeliverable(service, PERSON, { phase: 1, path });
    match(readFileSync(join(folder, path), 'utf8'), /^# Requirements: One\n/);
    deepStrictEqual(await service.missingEvidence(), ['deliverable-untouched']);
    appendFileSync(join(folder, path), 'Goal\n');
    deepStrictEqual(await service.missingEvidence(), ['deliverable-untouched']);
    appendFileSync(join(folder, path), 'People sign in with a password.\n');
    deepStrictEqual(await service.missingEvidence(), []);
    writeFiles(folder, { 'docs/tech-spec.md': 'mine', '.claude/templates/ui-breakdown.md': 'T {{id}}' });
    await rejects(createDeliverable(service, PERSON, { phase: 2, path: 'docs/tech-spec.md' }), (error) =>
      NinefoldError.is(error, 'file-exists'),
    );
    strictEqual(readFileSync(join(folder, 'docs/tech-spec.md'), 'utf8'), 'mine');
    await createDeliverable(service, PERSON, { phase: 3, path: 'docs/ui-breakdown.md' });
    strictEqual(readFileSync(join(folder, 'docs/ui-breakdown.md'), 'utf8'), 'T wf-001');
  });

  it('archives every earlier handoff under its own time and session', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    for (const session of ['s-1', 's-2', 's-3']) {
      await service.execute({ kind: 'addNextStep', text: `Go on after ${session}` }, PERSON);
      // The second is the same document, of which there is one.
      await createHandoff(service, PERSON, { session });
      await createHandoff(service, PERSON, { session });
    }
    const archived = readdirSync(join(folder, '.claude/state/handoffs/archive/wf-001')).sort();
    deepStrictEqual(
      archived.map((name) => name.replace(/^.*Z-/, '')),
      ['s-1.md', 's-2.md'],
    );
    const listed = await service.ports.exports.listHandoffs('wf-001');
    deepStrictEqual(listed.map(({ isCurrent }) => isCurrent).filter(Boolean), [true]);
    strictEqual(listed.length, 3);
  });

  it('drafts a handoff again where the workflow went on meanwhile', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const other = (await open(folder)).service;
    const { redactor } = service.ports;
    const redact = redactor.redact.bind(redactor);
    let isFirst = true;
    const slow: typeof redact = async (text) => {
      if (isFirst) {
        isFirst = false;
        await other.execute({ kind: 'addNextStep', text: 'Ask for the key' }, PERSON);
        await createHandoff(other, PERSON);
      }
      return redact(text);
    };
    Object.assign(redactor, { redact: slow });
    const { state } = await createHandoff(service, PERSON);
    match((await service.ports.exports.readHandoff('wf-001')) ?? '', /Ask for the key/);
    strictEqual(state.handoffs.length, 2);
    strictEqual((await service.ports.exports.listHandoffs('wf-001')).length, 1);
  });

  it('records commit, branch and the hash of every deliverable with a handoff', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'feature/x');
    writeFiles(folder, { 'a.md': 'a' });
    git(folder, 'add', '.');
    git(folder, 'commit', '-q', '-m', 'first');
    const service = await startIn(folder);
    await service.execute({ kind: 'addDeliverable', file: 'a.md' }, PERSON);
    await service.execute({ kind: 'addDeliverable', file: 'gone.md' }, PERSON);
    writeFiles(folder, { 'b.md': 'b' });
    const { state, prompt } = await createHandoff(service, PERSON);
    const { commit, branch, files } = state.handoffs.at(-1) ?? {};
    deepStrictEqual(
      { commit, branch, files },
      {
        commit: git(folder, 'rev-parse', 'HEAD').trim(),
        branch: 'feature/x',
        files: {
          'a.md': 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
          'gone.md': null,
        },
      },
    );
    match(
      prompt,
      /^Resume workflow wf-001 from Phase 1: read \.claude\/state\/handoffs\/handoff-wf-001\.md and /,
    );
    const text = (await service.ports.exports.readHandoff('wf-001')) ?? '';
    match(
      text,
      /- Branch: `feature\/x`\n- Commit: `[0-9a-f]{12}`\n(?:- Commits since the workflow began: `[0-9a-f]{8}` first\n)?- Uncommitted: `b\.md`\n/,
    );
  });

  it('takes secrets out of a handoff and counts them by kind', async () => {
    const service = await startIn(newFolder());
    const secret = `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`;
    await service.execute({ kind: 'addNextStep', text: `use ${secret} for the release` }, PERSON);
    const { redacted } = await createHandoff(service, PERSON);
    const text = (await service.ports.exports.readHandoff('wf-001')) ?? '';
    deepStrictEqual([redacted, text.includes(secret)], [{ github: 1 }, false]);
    match(text, /> Redacted: 1 github\.\n$/);
  });

  it('resumes a paused workflow and makes it the active one', async () => {
    const service = await startIn(newFolder());
    await service.execute({ kind: 'setStatus', status: 'paused' }, PERSON);
    await service.start({ kind: 'start', id: 'wf-002', name: 'Two', branch: null }, PERSON);
    const { state, prompt } = await resumeWorkflow(service, PERSON, { id: 'wf-001' });
    deepStrictEqual([state.status, await service.activeId()], ['in_progress', 'wf-001']);
    strictEqual(prompt, 'Resume workflow wf-001 from Phase 1: read .claude/workflow-state.toon');
  });

  it('says so where git is missing a repository, and asks no git in a folder that is not trusted', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'first');
    const { service } = await open(folder, { isTrusted: () => false });
    deepStrictEqual(await service.ports.workspace.git(), { branch: null, commit: null, uncommitted: [] });
    const bare = await open(newFolder());
    deepStrictEqual(await bare.service.ports.workspace.git(), {
      branch: null,
      commit: null,
      uncommitted: [],
    });
    strictEqual(existsSync(join(folder, '.claude')), false);
  });

  it('refuses rules it cannot read, with the line, and leaves the file', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const path = join(folder, '.claude/ninefold.json');
    writeFileSync(path, '{\n  // early\n  "levels": { "warning": 60 },\n}\n');
    strictEqual((await service.ports.workspace.rules()).levels.warning, 60);
    for (const [text, line] of [
      ['{\n  "approvedBy": "me"\n}', 2],
      ['{\n\n  oops\n}', 3],
      ['{"levels": {\n"warning": 200}}', 2],
    ] as const) {
      writeFileSync(path, text);
      await rejects(service.execute({ kind: 'approve' }, PERSON), (error) => {
        ok(NinefoldError.is(error, 'rules-invalid'));
        strictEqual(error.parameters.line, line);
        return true;
      });
      strictEqual(readFileSync(path, 'utf8'), text);
    }
  });
});
