import { bundles, pages } from './bundles.mjs';

/**
 * What knip (in `npm run lint`) treats as used: what is built or added by the build, and what is started by path.
 * Everything else needs an importer.
 */
export default {
  entry: [
    ...Object.values({ ...bundles, ...pages }),
    'test/**/{*.test,index}.ts',
    'src/node/redactor/{profiler-stub,debug-stub,node-forge-stub}.ts',
    'src/mcp/sdk-shims.ts',
    'src/node/files/files-at-once.ts',
    'src/host/window-texts.ts',
    'test/unit/support/fake-vscode.ts',
    'test/harness/{run-tests,run-node-suite,run-host-suite,run-agents-suite,run-windows-suite,driver,start,claude-stand-in}.mjs',
  ],
  // The UI tests read it as text and run it in the page.
  ignoreDependencies: ['axe-core'],
  // System programs: the hooks' tests make a pipe.
  ignoreBinaries: ['mkfifo'],
  project: ['**/*.{ts,mjs,js,cjs}', '!test/fixtures/projects/**', '!{dist,out,.vscode-test}/**'],
};
