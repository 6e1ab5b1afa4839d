import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Walls between the folders of src: what each one must not import. */
const wall = (files, forbidden, reason) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [{ regex: forbidden, message: reason }],
        paths: [onlyOwnToon, onePathModule, ...patientFiles],
      },
    ],
  },
});

/** Comparing paths by hand only works for one platform. */
const onePathModule = {
  name: 'node:path',
  importNames: ['relative', 'sep'],
  message: 'Compare paths with src/core/paths/paths.ts, which handles every platform.',
};

/** Windows refuses both for a moment while another program reads the file. */
const patientFiles = ['node:fs', 'node:fs/promises'].map((name) => ({
  name,
  importNames: ['rename', 'renameSync', 'rm', 'rmSync', 'unlink', 'unlinkSync'],
  message: 'Move and remove files with src/node/files/patient-files.ts.',
}));

/** Ways to open a file, from every module that has any. */
const FILE_MODULE = '/^(node:)?fs(.promises)?$/';
const OPENERS =
  '/^(readFile|readFileSync|open|openSync|openAsBlob|createReadStream|ReadStream|copyFile|copyFileSync|cp|cpSync|promises)$/';
const DOOR =
  'Open files with src/node/files/safe-read.ts, which limits size and refuses devices and links that point outside.';
const OTHER_WAYS = [
  `ImportDeclaration[source.value=${FILE_MODULE}] ImportSpecifier[imported.name=${OPENERS}]`,
  `ImportDeclaration[source.value=${FILE_MODULE}] :matches(ImportNamespaceSpecifier, ImportDefaultSpecifier)`,
  `ImportExpression[source.value=${FILE_MODULE}]`,
  `CallExpression[callee.name='require'][arguments.0.value=${FILE_MODULE}]`,
  "MemberExpression[property.name='getBuiltinModule']",
  `ExportNamedDeclaration[source.value=${FILE_MODULE}]`,
  `ExportAllDeclaration[source.value=${FILE_MODULE}]`,
].map((selector) => ({ selector, message: DOOR }));

const namedProgram = {
  selector:
    'CallExpression[callee.name=/^(spawn|spawnSync|exec|execSync|execFile|execFileSync|fork)$/] > .arguments:first-child:matches(Literal, TemplateLiteral)',
  message:
    "Don't start a program by its bare name: Windows searches the workspace folder first. Run git with node/git/run-git.ts; find other programs with findProgram().",
};

const clockAndChance = [
  { object: 'Date', property: 'now', message: 'core has no clock: pass the time as an argument.' },
  { object: 'Math', property: 'random', message: 'core has no randomness: pass ids as an argument.' },
];

/** JSON is how lone surrogates get in; only one function parses it, and makes texts well-formed. */
const onlyOwnJson = {
  object: 'JSON',
  property: 'parse',
  message: 'Use parseJson or parseValue, which return well-formed texts.',
};
const onlyOwnToon = {
  name: '@toon-format/toon',
  importNames: ['encode'],
  message: 'Use encodeToon: the encoder throws on a lone surrogate.',
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/', 'test/fixtures/projects/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 500, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-properties': ['error', onlyOwnJson] } },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', onlyOwnJson, ...clockAndChance],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'performance', 'fetch'],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'core has no clock: pass the time as an argument.',
        },
      ],
    },
  },
  // The next entry overrides this rule for the same files, so it repeats it.
  { files: ['src/{node,cli,mcp,host}/**/*.ts'], rules: { 'no-restricted-syntax': ['error', namedProgram] } },
  {
    files: ['src/{node,cli,mcp,host}/**/*.ts'],
    ignores: [
      // Opens files, and writes whole ones.
      'src/node/files/own-file.ts',
      'src/node/files/atomic-file.ts',
      // Stands for Node's own functions.
      'src/node/files/files-at-once.ts',
      // A lock reads back what it just wrote.
      'src/node/lock/lock-file.ts',
      // Reads process information of the system, and a file of the extension.
      'src/node/lock/lock-holder.ts',
      'src/node/tokens/load-encoding.ts',
      // Reads files of the installation, and writes beside them.
      'src/cli/bundle-loader.ts',
      // Opens stdin again.
      'src/cli/hooks/input-at-once.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', namedProgram, ...OTHER_WAYS] },
  },
  wall(['src/node/**/*.ts'], '^vscode$|/(host|cli|mcp)/', 'node can only import core.'),
  {
    files: [
      'src/node/files/patient-files.ts',
      'src/node/files/files-at-once.ts',
      // What stays of a killed process is harmless, so nothing waits for it.
      'src/node/lock/{stale-files,lock-file}.ts',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: [onlyOwnToon, onePathModule] }] },
  },
  wall(['src/cli/**/*.ts'], '^vscode$|/(host|mcp)/', 'cli can only import node and core.'),
  {
    // If its own file is in use, it is written another time.
    files: ['src/cli/bundle-loader.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [onlyOwnToon, onePathModule] }] },
  },
  wall(['src/mcp/**/*.ts'], '^vscode$|/(host|cli)/', 'mcp can only import node and core.'),
  wall(['src/webview/**/*.ts'], '^(?!\\.)|/(node|host|cli|mcp)/', 'webview can only import core.'),
  wall(['src/host/**/*.ts'], '/(cli|mcp|webview)/', 'host can only import node and core.'),
  {
    files: ['src/host/**/*.ts'],
    ignores: ['src/host/notices.ts', 'src/host/quick-input.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        onlyOwnJson,
        ...['showErrorMessage', 'showWarningMessage', 'showInformationMessage', 'setStatusBarMessage'].map(
          (property) => ({
            object: 'window',
            property,
            message:
              'Use notices.ts: VS Code draws icons and links that run commands from the names in a text.',
          }),
        ),
        ...['showQuickPick', 'createQuickPick', 'showInputBox', 'createInputBox'].map((property) => ({
          object: 'window',
          property,
          message: 'Use quick-input.ts: VS Code draws icons and links from the names in a text.',
        })),
      ],
    },
  },
  {
    files: ['src/core/text/well-formed.ts', 'src/core/toon/encode-toon.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A describe() contains all its tests; mocha's own functions return promises by design.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
  prettier,
);
