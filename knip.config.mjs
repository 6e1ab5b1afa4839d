import { bundles, pages } from './bundles.mjs';

/** What knip, in `npm run lint`, takes for used: what is built, and what is started by its path. Everything else needs an importer. */
export default {
  entry: [
    ...Object.values({ ...bundles, ...pages }),
    'test/**/{*.test,index}.ts',
    'test/harness/{run-tests,run-node-suite,run-host-suite,driver,start,claude-stand-in}.mjs',
  ],
  // The UI tests read it as a text and run it in the page.
  ignoreDependencies: ['axe-core'],
  project: ['**/*.{ts,mjs,js,cjs}', '!test/fixtures/projects/**', '!{dist,out,.vscode-test}/**'],
};
