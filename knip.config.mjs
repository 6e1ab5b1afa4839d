import { bundles } from './bundles.mjs';

/** What knip, in `npm run lint`, takes for used: what is built, and what is started by its path. Everything else needs an importer. */
export default {
  entry: [
    ...Object.values(bundles),
    'test/**/{*.test,index}.ts',
    'test/harness/{run-tests,run-node-suite,run-host-suite,driver,start,claude-stand-in}.mjs',
  ],
  project: ['**/*.{ts,mjs,js,cjs}', '!test/fixtures/projects/**', '!{dist,out,.vscode-test}/**'],
};
