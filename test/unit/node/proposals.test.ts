import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { takeInProposals } from '../../../src/core/service/proposal-service.ts';
import type { ProposalReport } from '../../../src/core/service/take-in-edits.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { git, newFolder, open, removeFolders } from '../support/folders.ts';
import { shareFolder } from '../support/shared-folder.ts';

const PERSON = { kind: 'person' } as const;
const STATE = 'workflow-state.toon';

async function openStarted(folder = newFolder()): Promise<OpenFolder> {
  const opened = await open(folder);
  await opened.service.start({ kind: 'start', id: 'wf-001', name: 'Sign in', branch: null }, PERSON);
  return opened;
}

const pathOf = ({ root }: OpenFolder, name = STATE): string => join(root, name);
const textOf = (opened: OpenFolder, name = STATE): string => readFileSync(pathOf(opened, name), 'utf8');

function edit(opened: OpenFolder, change: (text: string) => string, name = STATE): string {
  const text = change(textOf(opened, name));
  writeFileSync(pathOf(opened, name), text);
  return text;
}

const addFile = (file: string) => (text: string) =>
  text.replace('deliverables[0]:', `deliverables[1]{phase,file}:\n  1,${file}`);

const keptIn = ({ root }: OpenFolder): readonly string[] => {
  const folder = join(root, 'state', 'edits');
  return existsSync(folder)
    ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    : [];
};

const inShort = (reports: readonly ProposalReport[]) =>
  reports.map(({ path, taken, refusals, kept }) => ({
    path,
    taken: taken.map(({ type, actor }) => `${type} by ${actor.kind}`),
    refused: refusals.map(({ code }) => code),
    isKept: kept !== null,
  }));

describe('edits of the exports', () => {
  afterEach(removeFolders);

  it('are none where only the ends of the lines differ, as in a checkout with autocrlf', async () => {
    const opened = await openStarted();
    const names = [STATE, 'session-context.toon', 'workflow-decisions.toon'].filter((name) =>
      existsSync(pathOf(opened, name)),
    );
    const checkOut = (): void => {
      for (const name of names) edit(opened, (text) => text.replaceAll(/\r?\n/g, '\r\n'), name);
    };
    for (const record of ['kept', 'gone']) {
      checkOut();
      if (record === 'gone') rmSync(join(opened.root, 'state/sessions/exports.json'));
      deepStrictEqual(inShort(await takeInProposals(opened.service)), []);
      const { service } = await open(join(opened.root, '..'));
      await service.exportFiles();
      deepStrictEqual([record, keptIn(opened)], [record, []]);
      checkOut();
      await opened.service.execute({ kind: 'addNextStep', text: `with the record ${record}` }, PERSON);
      deepStrictEqual([record, keptIn(opened)], [record, []]);
    }
    deepStrictEqual(inShort(await takeInProposals(opened.service)), []);
  });

  it('take in what is added, and write the export again', async () => {
    const opened = await openStarted();
    edit(opened, (text) =>
      addFile('docs/a.md')(text).replace(
        'next_steps[0]:',
        'next_steps[1]:\n  - text: Do it\n    status: open',
      ),
    );
    deepStrictEqual(inShort(await takeInProposals(opened.service)), [
      {
        path: STATE,
        taken: ['deliverable.added by file', 'nextStep.added by file'],
        refused: [],
        isKept: false,
      },
    ]);
    const { deliverables, nextSteps, revision } = await opened.service.state();
    deepStrictEqual([deliverables[0]?.file, nextSteps[0]?.text, revision], ['docs/a.md', 'Do it', 3]);
    match(textOf(opened), /next_steps\[1\]\{text,status\}:\n {2}Do it,open\n[^]*revision: 3\n$/);
    deepStrictEqual(keptIn(opened), []);
    deepStrictEqual(await takeInProposals(opened.service), []);
  });

  it('of two exports on the same revision are both taken in', async () => {
    const opened = await openStarted();
    edit(opened, addFile('docs/a.md'));
    edit(
      opened,
      (text) => text.replace('decisions[0]:', 'decisions[1]{id,choice,reason}:\n  database,SQLite,One file'),
      'decisions.toon',
    );
    deepStrictEqual(
      inShort(await takeInProposals(opened.service)).map(({ taken, refused }) => [taken, refused]),
      [
        [['deliverable.added by file'], []],
        [['decision.recorded by file'], []],
      ],
    );
    deepStrictEqual(keptIn(opened), []);
  });

  it('are taken in once, however many look', async () => {
    const opened = await openStarted();
    const others = await Promise.all([1, 2, 3].map(() => open(join(opened.root, '..'))));
    edit(opened, addFile('docs/a.md'));
    const reports = await Promise.all([opened, ...others].map(({ service }) => takeInProposals(service)));
    strictEqual(reports.flat().length, 1);
    strictEqual((await opened.service.state()).revision, 2);
  });

  it('are kept whole, told once and written over where they are not taken in', async () => {
    const opened = await openStarted();
    const broken = edit(opened, (text) => text.replace('agents[0]:', 'and some prose'));
    await opened.service.execute({ kind: 'addNextStep', text: 'Meanwhile' }, PERSON);
    strictEqual(textOf(opened), broken, 'a change of state leaves an edit that nobody has looked at');
    match(textOf(opened, 'session-context.toon'), /revision: 2/, 'and the other exports do not wait for it');
    const reports = await takeInProposals(opened.service);
    deepStrictEqual(inShort(reports), [{ path: STATE, taken: [], refused: ['unreadable'], isKept: true }]);
    deepStrictEqual(keptIn(opened), [broken]);
    match(textOf(opened), /Meanwhile/);
    deepStrictEqual(await takeInProposals(opened.service), []);
  });

  it('are kept where they were made on an older revision, and where a part is declined', async () => {
    const opened = await openStarted();
    const old = addFile('docs/a.md')(textOf(opened));
    await opened.service.execute({ kind: 'setTask', task: 'Another' }, PERSON);
    writeFileSync(pathOf(opened), old);
    deepStrictEqual(inShort(await takeInProposals(opened.service)), [
      { path: STATE, taken: [], refused: ['other-revision'], isKept: true },
    ]);
    const outside = edit(opened, (text) =>
      addFile('../a.md')(text).replace('task: Another', 'task: A third'),
    );
    deepStrictEqual(inShort(await takeInProposals(opened.service)), [
      { path: STATE, taken: ['workflow.taskSet by file'], refused: ['declined'], isKept: true },
    ]);
    deepStrictEqual([...keptIn(opened)].sort(), [old, outside].sort());
  });

  it('stay as they are where they cannot be kept', async () => {
    const opened = await openStarted();
    writeFileSync(join(opened.root, 'state', 'edits'), 'a file where the folder belongs');
    const added = edit(opened, addFile('docs/a.md'));
    await rejects(takeInProposals(opened.service), (error) => NinefoldError.is(error, 'file-unwritable'));
    deepStrictEqual([textOf(opened), (await opened.service.state()).revision], [added, 1]);
  });

  it('are kept and told of where they cannot be saved, and so are those before one that stays', async () => {
    const opened = await openStarted();
    const { journals, edits } = opened.service.ports;
    const full = new NinefoldError('file-unwritable', { path: 'a.jsonl', reason: 'no space' });
    const keep = edits.keep.bind(edits);
    journals.append = () => Promise.reject(full);
    const added = edit(opened, addFile('docs/a.md'));
    const [report] = await takeInProposals(opened.service);
    deepStrictEqual(report?.refusals, [
      { code: 'declined', parameters: { ...full.parameters, code: full.code }, line: null },
    ]);
    deepStrictEqual([report.taken, report.kept !== null, keptIn(opened)], [[], true, [added]]);
    deepStrictEqual(await takeInProposals(opened.service), []);

    edit(opened, addFile('docs/b.md'));
    edit(opened, (text) => text.replace('decisions[0]:', 'and some prose'), 'decisions.toon');
    edits.keep = (one) => (one.path === STATE ? keep(one) : Promise.reject(full));
    deepStrictEqual(inShort(await takeInProposals(opened.service)), [
      { path: STATE, taken: [], refused: ['declined'], isKept: true },
    ]);
    await rejects(takeInProposals(opened.service), full);
    edits.keep = keep;
    strictEqual((await takeInProposals(opened.service)).length, 1);
  });

  it('are told of where they are kept and the export cannot be written again', async () => {
    const opened = await openStarted();
    const { exports } = opened.service.ports;
    edit(opened, (text) => text.replace('agents[0]:', 'and some prose'));
    exports.write = () => Promise.reject(new NinefoldError('file-unwritable', { path: 'x', reason: 'full' }));
    deepStrictEqual(inShort(await takeInProposals(opened.service)), [
      { path: STATE, taken: [], refused: ['unreadable', 'declined'], isKept: true },
    ]);
  });

  it('wait while somebody types, and while one that is not taken in is open', async () => {
    const opened = await openStarted();
    edit(opened, addFile('docs/a.md'));
    const busy = { isBusy: () => true, isOpen: () => true };
    deepStrictEqual(await takeInProposals(opened.service, busy), []);
    strictEqual((await takeInProposals(opened.service, { ...busy, isBusy: () => false })).length, 1);
    const broken = edit(opened, (text) => text.replace('deliverables[1]', 'prose\ndeliverables[1]'));
    deepStrictEqual(await takeInProposals(opened.service, { isBusy: () => false, isOpen: () => true }), []);
    strictEqual(textOf(opened), broken);
    strictEqual((await takeInProposals(opened.service)).length, 1);
  });

  it('keep comments, in place, and ask for nothing by them', async () => {
    const opened = await openStarted();
    edit(opened, (text) =>
      text
        .replace('\nschema', '# mine, at the head\n\nschema')
        .replace('agents[0]', '# about the roles\nagents[0]')
        .replace('  4,Test', '  # the plan\n  4,Test')
        .concat('# the end\n'),
    );
    deepStrictEqual(await takeInProposals(opened.service), []);
    await opened.service.execute({ kind: 'setAgents', agents: ['qa'] }, PERSON);
    const text = textOf(opened);
    match(text, /^# .*\n# Generated: .*\n# mine, at the head\n\nschema/);
    match(text, /# about the roles\nagents\[1\]: qa/);
    match(text, / {2}# the plan\n {2}4,Test/);
    match(text, /revision: 2\n# the end\n$/);
  });

  it('of the other exports are kept before they are written over', async () => {
    const opened = await openStarted();
    const mine = edit(opened, (text) => text.replace('Sign in', 'Mine'), 'state/workflows/wf-001.json');
    await opened.service.execute({ kind: 'setTask', task: 'Another' }, PERSON);
    deepStrictEqual(keptIn(opened), [mine]);
    match(textOf(opened, 'state/workflows/wf-001.json'), /Another/);
  });

  it('of a file that was there before Ninefold are kept too', async () => {
    const folder = newFolder();
    const opened = await open(folder);
    const { root } = opened;
    await opened.service.start({ kind: 'start', id: 'wf-000', name: 'First', branch: null }, PERSON);
    writeFileSync(join(root, 'state', 'sessions', 'exports.json'), '{"schema":"ninefold/exports/1","torn');
    writeFileSync(join(root, STATE), 'workflow:\n  id: theirs\n');
    await opened.service.exportFiles();
    deepStrictEqual(keptIn(opened), ['workflow:\n  id: theirs\n']);
  });

  it('by git are no proposals: a checkout moves nothing', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    const opened = await openStarted(folder);
    git(folder, 'add', '-f', join('.claude', STATE));
    git(folder, 'commit', '-q', '-m', 'state');
    git(folder, 'checkout', '-q', '-b', 'other');
    const added = addFile('docs/other.md')(textOf(opened));
    writeFileSync(pathOf(opened), added);
    git(folder, 'commit', '-q', '-a', '-m', 'other');
    git(folder, 'checkout', '-q', 'main');
    deepStrictEqual(await takeInProposals(opened.service), [], 'what Ninefold wrote itself is known again');
    git(folder, 'checkout', '-q', 'other');
    deepStrictEqual(inShort(await takeInProposals(opened.service)), [
      { path: STATE, taken: [], refused: ['from-git'], isKept: true },
    ]);
    strictEqual((await opened.service.state()).revision, 1);
    deepStrictEqual(keptIn(opened), [added]);
  });

  it('are looked for without the exports of a clone, if nobody changed its state', async () => {
    const clone = newFolder();
    git(clone, 'clone', '-q', await shareFolder(), '.');
    const opened = await open(clone);
    deepStrictEqual(await takeInProposals(opened.service, undefined, { mayDiffer: false }), []);
    strictEqual(existsSync(pathOf(opened)), false);
    deepStrictEqual(await takeInProposals(opened.service), []);
    strictEqual(existsSync(pathOf(opened)), true);
  });
});
