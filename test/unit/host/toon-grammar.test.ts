/** The colours of TOON, as VS Code's own tokenizer gives them. */

import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { OnigScanner, OnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, Registry, parseRawGrammar } from 'vscode-textmate';
import type { IGrammar } from 'vscode-textmate';

import { projectFolder } from '../../harness/paths.mjs';
import { documentOf, referenceState } from '../support/documents.ts';

interface Contributed {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

const require = createRequire(join(projectFolder, 'package.json'));
const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly grammars: readonly Contributed[] };
};
const { grammars } = manifest.contributes;

/** As much of Markdown as an injection needs. */
const MARKDOWN = JSON.stringify({
  scopeName: 'text.html.markdown',
  patterns: [
    {
      begin: '^(\\s*)(-)( )',
      while: '(^|\\G)(\\s{2}|$)',
      name: 'markup.list.markdown',
      patterns: [{ match: '\\w+', name: 'word.markdown' }],
    },
    { match: '\\w+', name: 'word.markdown' },
  ],
});

async function makeRegistry(): Promise<Registry> {
  await loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  return new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new OnigScanner(patterns),
      createOnigString: (text: string) => new OnigString(text),
    }),
    loadGrammar: (scope) => {
      if (scope === 'text.html.markdown') return Promise.resolve(parseRawGrammar(MARKDOWN, 'markdown.json'));
      const path = grammars.find(({ scopeName }) => scopeName === scope)?.path;
      if (path === undefined) return Promise.resolve(null);
      return Promise.resolve(parseRawGrammar(readFileSync(join(projectFolder, path), 'utf8'), path));
    },
    getInjections: (scope) =>
      grammars.filter(({ injectTo }) => injectTo?.includes(scope)).map(({ scopeName }) => scopeName),
  });
}

/** The words of a text with their innermost scopes, a list a line; white space and the endings of scopes left out. */
function coloured(grammar: IGrammar, text: string): readonly (readonly string[])[] {
  let stack = INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) => {
      const word = line.slice(startIndex, endIndex);
      const scope = (scopes.at(-1) ?? '').replace(/\.(toon|markdown)$/, '');
      return word.trim() === '' ? [] : [`${word.trim()} ${scope}`];
    });
  });
}

const KEY = 'entity.name.tag';
const TEXT = 'string.unquoted';
const NUMBER = 'constant.numeric';
const COUNT = 'constant.numeric.count';
const COLUMN = 'variable.parameter';
const SEPARATOR = 'punctuation.separator';
const COLON = ': punctuation.separator.key-value';
const OPEN = '[ punctuation.definition.count.begin';
const CLOSE = '] punctuation.definition.count.end';
const BRACES = ['{ punctuation.definition.fields', '} punctuation.definition.fields'] as const;
const DASH = '- punctuation.definition.list.begin';
const QUOTE = ['" punctuation.definition.string.begin', '" punctuation.definition.string.end'] as const;

describe('the grammar of TOON', () => {
  let registry: Registry;
  const colours = async (
    text: string,
    scope = 'source.toon.ninefold',
  ): Promise<readonly (readonly string[])[]> => {
    const grammar = await registry.loadGrammar(scope);
    if (grammar === null) throw new Error(`no grammar ${scope}`);
    return coloured(grammar, text);
  };
  before('load it', async () => {
    registry = await makeRegistry();
  });
  after('give it back', () => registry.dispose());

  it('tells keys, texts, numbers, literals and comments', async () => {
    deepStrictEqual(
      await colours(
        '# head\nname: Ann # no note\nage: 36\nok: true\n"a b": "x\\n\\q"\nid: 007\nnone:\n  deep: null',
      ),
      [
        ['# punctuation.definition.comment', 'head comment.line.number-sign'],
        [`name ${KEY}`, COLON, `Ann # no note ${TEXT}`],
        [`age ${KEY}`, COLON, `36 ${NUMBER}`],
        [`ok ${KEY}`, COLON, 'true constant.language'],
        [
          `"a b" ${KEY}`,
          COLON,
          QUOTE[0],
          'x string.quoted.double',
          '\\n constant.character.escape',
          '\\q invalid.illegal.escape',
          QUOTE[1],
        ],
        [`id ${KEY}`, COLON, `007 ${TEXT}`],
        [`none ${KEY}`, COLON],
        [`deep ${KEY}`, COLON, 'null constant.language'],
      ],
    );
  });

  it('tells the count, the columns and the cells of a table, and where it ends', async () => {
    const head = [
      OPEN,
      `2 ${COUNT}`,
      CLOSE,
      BRACES[0],
      `id ${COLUMN}`,
      `, ${SEPARATOR}`,
      `name ${COLUMN}`,
      BRACES[1],
    ];
    deepStrictEqual(await colours('rows[2]{id,name}:\n  1,two words\n  # between\n\n  3,"a,b"\nnext: 1,2'), [
      [`rows ${KEY}`, ...head, COLON],
      [`1 ${NUMBER}`, `, ${SEPARATOR}`, `two words ${TEXT}`],
      ['# punctuation.definition.comment', 'between comment.line.number-sign'],
      [],
      [`3 ${NUMBER}`, `, ${SEPARATOR}`, QUOTE[0], 'a,b string.quoted.double', QUOTE[1]],
      [`next ${KEY}`, COLON, `1,2 ${TEXT}`],
    ]);
  });

  it('cuts cells at the delimiter that the header names', async () => {
    const pipe = ['| punctuation.separator'];
    deepStrictEqual(await colours('a[1|]{x|y}:\n  1,5|b c\nl[2\t]: a,b\tc'), [
      [
        `a ${KEY}`,
        OPEN,
        `1 ${COUNT}`,
        ...pipe,
        CLOSE,
        BRACES[0],
        `x ${COLUMN}`,
        ...pipe,
        `y ${COLUMN}`,
        BRACES[1],
        COLON,
      ],
      [`1,5 ${TEXT}`, ...pipe, `b c ${TEXT}`],
      [`l ${KEY}`, OPEN, `2 ${COUNT}`, CLOSE, COLON, `a,b ${TEXT}`, `c ${TEXT}`],
    ]);
  });

  it('tells the keys of a keyed table and groups of columns', async () => {
    const keyed = [OPEN, `1 ${COUNT}`, ': keyword.operator.keyed', CLOSE];
    deepStrictEqual(await colours('[1:]{age,at{x,y}}:\n  ada: 36,1,2'), [
      [
        ...keyed,
        BRACES[0],
        `age ${COLUMN}`,
        `, ${SEPARATOR}`,
        `at ${COLUMN}`,
        BRACES[0],
        `x ${COLUMN}`,
        `, ${SEPARATOR}`,
        `y ${COLUMN}`,
        BRACES[1],
        BRACES[1],
        COLON,
      ],
      [`ada ${KEY}`, COLON, `36 ${NUMBER}`, `, ${SEPARATOR}`, `1 ${NUMBER}`, `, ${SEPARATOR}`, `2 ${NUMBER}`],
    ]);
  });

  it('tells list entries, and a table that begins in one', async () => {
    deepStrictEqual(await colours('l[3]:\n  - one\n  - id: 1\n  - rows[1]{p}:\n      7\n    more: x'), [
      [`l ${KEY}`, OPEN, `3 ${COUNT}`, CLOSE, COLON],
      [DASH, `one ${TEXT}`],
      [DASH, `id ${KEY}`, COLON, `1 ${NUMBER}`],
      [DASH, `rows ${KEY}`, OPEN, `1 ${COUNT}`, CLOSE, BRACES[0], `p ${COLUMN}`, BRACES[1], COLON],
      [`7 ${NUMBER}`],
      [`more ${KEY}`, COLON, `x ${TEXT}`],
    ]);
  });

  it('leaves no word of an export without a colour', async () => {
    for (const name of ['workflow-state.toon', 'session-context.toon', 'decisions.toon']) {
      const plain = (await colours(documentOf(referenceState(), name)))
        .flat()
        .filter((word) => / (source|meta)\.[a-z.]+$/.test(word));
      deepStrictEqual(plain, [], name);
    }
  });

  it('colours fences of Markdown, in a list too, and stops where they end', async () => {
    const fence = ['``` punctuation.definition', 'toon fenced_code.block.language'];
    const table = [OPEN, `1 ${COUNT}`, CLOSE, BRACES[0], `x ${COLUMN}`, BRACES[1], COLON];
    deepStrictEqual(
      await colours(
        'Word\n```toon\nr[1]{x}:\n  1\n```\nword\n- item\n  ```toon\n  r[1]{x}:\n    2\n  ```\n  word',
        'text.html.markdown',
      ),
      [
        ['Word word'],
        fence,
        [`r ${KEY}`, ...table],
        [`1 ${NUMBER}`],
        ['``` punctuation.definition'],
        ['word word'],
        ['- markup.list', 'item word'],
        fence,
        [`r ${KEY}`, ...table],
        [`2 ${NUMBER}`],
        ['``` punctuation.definition'],
        ['word word'],
      ],
    );
  });
});
