/**
 * Whether `verify` and the other commands agree: each kind of file is spoilt in many ways, and whatever a command is refused
 * with because of that file is named by `verify`; where `verify` finds nothing, every command works.
 */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { newFolder, removeFolders } from '../unit/support/folders.ts';
import { runInProcess } from '../unit/support/in-process.ts';
import { RestoredFolder } from '../unit/support/restored-folder.ts';

/** As a person would come by one of each kind of file. */
const STARTS = [
  'init wf-001 Feature',
  'approve',
  'next add one',
  'decision add store sqlite small',
  'handoff create',
  'tasks create tests --id t1 --output x.ts --place workspace',
  'config set levels.warning 70',
  'meter set 1000',
  'context',
  'save',
] as const;

const WORKFLOWS = '.claude/state/workflows';

/** Relative to the folder; `home/` begins what is the user's. */
export const KINDS: readonly string[] = [
  '.claude/ninefold.json',
  '.claude/state/sessions/current.json',
  '.claude/state/sessions/exports.json',
  `${WORKFLOWS}/wf-001.journal.jsonl`,
  `${WORKFLOWS}/wf-001.journal.snapshot`,
  `${WORKFLOWS}/wf-001.json`,
  `${WORKFLOWS}/wf-001.toon`,
  '.claude/workflow-state.toon',
  '.claude/session-context.toon',
  '.claude/decisions.toon',
  '.claude/state/context/project-cache.json',
  '.claude/state/handoffs/handoff-wf-001.md',
  '.claude/state/agents/t1/result.json',
  '.claude/state/agents/t1/task.md',
  '.claude/templates/requirements.md',
  'home/.claude/state/projects.json',
  'home/.ninefold/connections.json',
];

type Spoil = (text: string) => string | Buffer | null;

/** Each makes another file of a sound one; null puts a folder in its place. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  empty: () => '',
  'cut short': (text) => text.slice(0, Math.floor(text.length / 2)),
  'without its last line break': (text) => text.trimEnd(),
  zeros: (text) => '\0'.repeat(Math.max(1, text.length)),
  'an array': () => '[]\n',
  'an empty object': () => '{}\n',
  null: () => 'null\n',
  prose: () => 'My own notes: nothing of anybody else { [\n',
  'of a newer version': (text) =>
    text.replaceAll(/(ninefold\/(?:\w+\/)?)\d+/g, '$19').replaceAll(/"v":\d+,/g, '"v":99,'),
  'of another schema': (text) => text.replaceAll(/ninefold\/(?:\w+\/)?\d+/g, 'other/1'),
  'of another id': (text) => text.replaceAll('wf-001', 'wf-002').replaceAll('"t1"', '"t2"'),
  'of an id that is none': (text) => text.replaceAll('wf-001', '__proto__').replaceAll('"t1"', '"__proto__"'),
  'of the id constructor': (text) =>
    text.replaceAll('wf-001', 'constructor').replaceAll('"t1"', '"constructor"'),
  'of an id that leads out': (text) => text.replaceAll('wf-001', '../../x').replaceAll('"t1"', '"../x"'),
  'with a key twice': (text) => text.replace('{', '{"schema":1,"v":7,'),
  'with huge numbers': (text) => text.replaceAll(/(?<=[:\s])\d+(?=[,\s}])/g, '9'.repeat(30)),
  'with texts for numbers': (text) => text.replaceAll(/(?<=": ?)\d+(?=[,\s}])/g, '"x"'),
  'with a byte order mark': (text) => `\uFEFF${text}`,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'in UTF-16': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'not UTF-8': (text) => Buffer.concat([Buffer.from(text), Buffer.of(0xff, 0xfe, 0x0a)]),
  'with merge markers': (text) => `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`,
  twice: (text) => text + text,
  'a folder': () => null,
};

/** Every command that touches state, each on a fresh copy. */
export const COMMANDS: readonly string[] = [
  'list',
  'status',
  'status wf-001',
  'log',
  'phase wf-001 2',
  'submit',
  'approve',
  'reject --reason x',
  'skip --reason x',
  'reopen 1',
  'set wf-001 task Other',
  'rename wf-001 Other',
  'pause',
  'cancel',
  'deliverable list',
  'deliverable add b.ts',
  'decision add k c r',
  'next list',
  'next add x',
  'next done 1',
  'pattern set errors result',
  'evidence add 1 --command c --exit 0',
  'export',
  'export --stdout',
  'save',
  'save --emergency',
  'handoff create',
  'handoff show',
  'handoff list',
  'handoff clean',
  'resume',
  'recover',
  'meter',
  'meter set 1000',
  'meter clear',
  'banner',
  'usage',
  'context',
  'config',
  'config get levels.warning',
  'config set levels.warning 71',
  'tasks list',
  'tasks create tests --id t2 --output y.ts --place workspace',
  'tasks diff t1',
  'tasks discard t1',
  'switch wf-001',
  'init wf-009 Other',
];

export interface Disagreement {
  readonly file: string;
  readonly spoilt: string;
  readonly command: string;
  readonly code: number;
  readonly said: string;
  readonly verify: string;
}

/** A folder with one of each kind of file, of which copies are spoilt. */
export class Agreement {
  readonly #base: string;
  readonly #sound: string;
  readonly #copy: RestoredFolder;

  /** @param base an empty folder */
  constructor(base: string) {
    this.#base = join(base, 'copy');
    this.#sound = join(base, 'sound');
    this.#copy = new RestoredFolder(this.#sound, this.#base);
  }

  async prepare(): Promise<void> {
    for (const name of ['shop', 'home']) mkdirSync(join(this.#base, name), { recursive: true });
    writeFileSync(join(this.#base, 'shop/package.json'), '{"name":"shop"}\n');
    for (const command of STARTS) {
      const { code, error } = await this.#run(command);
      if (code !== 0) throw new Error(`${command}: ${error}`);
    }
    const more = {
      '.claude/templates/requirements.md': '# {{name}}\n',
      [`${WORKFLOWS}/wf-001.journal.snapshot`]: 'hash\n{"schema":"ninefold/snapshot/1"}\n',
      'home/.claude/state/projects.json': '{"schema":"ninefold/projects/1","projects":[]}\n',
      'home/.ninefold/connections.json': '{"schema":"ninefold/connections/1","connections":[]}\n',
    };
    for (const [file, text] of Object.entries(more)) {
      const path = join(this.#base, placeOf(file));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    cpSync(this.#base, this.#sound, { recursive: true });
  }

  /** @returns where a command's refusal isn't named by `verify`, or a command fails although nothing is wrong */
  async disagreements(
    file: string,
    spoilt: string,
    commands: readonly string[],
  ): Promise<readonly Disagreement[]> {
    const path = join(this.#sound, placeOf(file));
    const sound = readFileSync(path);
    this.#spoil(path, spoilt);
    try {
      return await this.#disagreements(file, spoilt, commands);
    } finally {
      rmSync(path, { recursive: true });
      writeFileSync(path, sound);
    }
  }

  async #disagreements(file: string, spoilt: string, commands: readonly string[]): Promise<Disagreement[]> {
    const found: Disagreement[] = [];
    this.#copy.restore();
    const { code: verified, out, error } = await this.#run('verify');
    const verify = out + error;
    for (const command of commands) {
      this.#copy.restore();
      const { code, error: said } = await this.#run(command);
      const isAbout = said.includes(basename(file));
      const isNamed = verified !== 0 && verify.includes(basename(file));
      const isSettled = code === 0 || (code !== UNEXPECTED && (isAbout ? isNamed : verified !== 0));
      if (!isSettled) found.push({ file, spoilt, command, code, said, verify });
    }
    return found;
  }

  #spoil(path: string, spoilt: string): void {
    const content = SPOILS[spoilt]?.(readFileSync(path, 'utf8'));
    if (content === undefined) throw new Error(`no way '${spoilt}'`);
    rmSync(path);
    if (content === null) mkdirSync(path);
    else writeFileSync(path, content);
  }

  #run(command: string) {
    return runInProcess(join(this.#base, 'shop'), join(this.#base, 'home'), command.split(' '));
  }
}

function placeOf(file: string): string {
  return file.startsWith('home/') ? file : `shop/${file}`;
}

const UNEXPECTED = 70;

/** Every kind of file in every way by every command. */
export async function tortureAgreement(): Promise<{
  readonly tried: number;
  readonly wrong: readonly Disagreement[];
}> {
  const agreement = new Agreement(newFolder());
  const wrong: Disagreement[] = [];
  try {
    await agreement.prepare();
    for (const file of KINDS) {
      for (const spoilt of Object.keys(SPOILS)) {
        const found = await agreement.disagreements(file, spoilt, COMMANDS);
        // At once: the whole takes minutes.
        for (const one of found) console.error(JSON.stringify(one));
        wrong.push(...found);
      }
    }
  } finally {
    removeFolders();
  }
  return { tried: KINDS.length * Object.keys(SPOILS).length * COMMANDS.length, wrong };
}
