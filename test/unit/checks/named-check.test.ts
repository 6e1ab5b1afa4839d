import assert from 'node:assert/strict';

import { UNKNOWN_PROJECT } from '../../../src/core/checks/check-run.ts';
import { checksInLine } from '../../../src/core/checks/check-sites.ts';

/** Each line's check, in its one spelling: kind, command, and folder. */
const SPELLINGS: Readonly<Record<string, readonly [kind: string, command: string, folder?: string]>> = {
  'npm test': ['test', 'npm test'],
  'npm t': ['test', 'npm test'],
  'npm run test': ['test', 'npm test'],
  'npm run-script test': ['test', 'npm test'],
  'npm -s test': ['test', 'npm test'],
  'npm test --silent': ['test', 'npm test'],
  'npm test -- --grep cart': ['test', 'npm test -- --grep cart'],
  'npm run test:unit': ['test', 'npm run test:unit'],
  'npm --prefix app test': ['test', 'npm test', 'app'],
  'npm test -w packages/a': ['test', 'npm test -w packages/a'],
  'npm test --workspace=packages/a': ['test', 'npm test --workspace packages/a'],
  'yarn test': ['test', 'yarn test'],
  'yarn run test': ['test', 'yarn test'],
  'yarn --cwd app lint': ['lint', 'yarn run lint', 'app'],
  'yarn workspace shop test': ['test', 'yarn test -w shop'],
  'yarn jest cart': ['test', 'jest cart'],
  'pnpm test': ['test', 'pnpm test'],
  'pnpm -r test': ['test', 'pnpm test -r'],
  'pnpm --filter shop run lint': ['lint', 'pnpm run lint --filter shop'],
  'pnpm exec vitest run': ['test', 'vitest run'],
  'pnpm vitest run': ['test', 'vitest run'],
  'bun run test': ['test', 'bun run test'],
  'bun test': ['test', 'bun test'],
  'bunx vitest run': ['test', 'vitest run'],
  'npx mocha': ['test', 'mocha'],
  'npx --yes mocha@10 test/cart.test.js': ['test', 'mocha test/cart.test.js'],
  './node_modules/.bin/mocha test': ['test', 'mocha test'],
  'node node_modules/mocha/bin/mocha.js test': ['test', 'mocha test'],
  'node --test': ['test', 'node --test'],
  [String.raw`.\node_modules\.bin\mocha.cmd test`]: ['test', 'mocha test'],
  'npm.cmd test': ['test', 'npm test'],
  'npx nyc mocha': ['test', 'mocha'],
  'npx tsc --noEmit': ['lint', 'tsc --noEmit'],
  'npx tsc -p .': ['build', 'tsc -p .'],
  'npx eslint . --quiet': ['lint', 'eslint .'],
  'npx prettier --check .': ['lint', 'prettier --check .'],
  pytest: ['test', 'pytest'],
  'python -m pytest -q tests': ['test', 'pytest tests'],
  'python3 -m unittest': ['test', 'unittest'],
  'uv run pytest': ['test', 'pytest'],
  'uv run --with x pytest': ['test', 'pytest'],
  'poetry run pytest -v': ['test', 'pytest'],
  'python manage.py test shop': ['test', 'manage.py test shop'],
  'ruff check .': ['lint', 'ruff check .'],
  'cargo test': ['test', 'cargo test'],
  'cargo +nightly test': ['test', 'cargo +nightly test'],
  'cargo clippy': ['lint', 'cargo clippy'],
  'go test ./...': ['test', 'go test ./...'],
  'go vet ./...': ['lint', 'go vet ./...'],
  'mvn -q test': ['test', 'mvn test'],
  './mvnw verify': ['test', 'mvn verify'],
  './gradlew :app:test': ['test', 'gradle :app:test'],
  'gradle build': ['build', 'gradle build'],
  'dotnet test': ['test', 'dotnet test'],
  'make test': ['test', 'make test'],
  'make -C app check': ['test', 'make check', 'app'],
  'just lint': ['lint', 'just lint'],
  'turbo run test': ['test', 'turbo run test'],
  'nx run shop:test': ['test', 'nx run shop:test'],
  'bundle exec rspec': ['test', 'rspec'],
  'vendor/bin/phpunit': ['test', 'phpunit'],
  'composer test': ['test', 'composer test'],
  'php artisan test': ['test', 'artisan test'],
  'mix test': ['test', 'mix test'],
  'deno test': ['test', 'deno test'],
  'env -u X CI=1 npm test': ['test', 'npm test'],
  'FOO="a b" BAR=c npm test': ['test', 'npm test'],
  'nohup timeout 60 stdbuf -oL npm test': ['test', 'npm test'],
  'sudo -u dev npm test': ['test', 'npm test'],
  'npx cross-env CI=1 mocha': ['test', 'mocha'],
  'cd app && npm test': ['test', 'npm test', 'app'],
  'cd app && cd ../lib && npm test': ['test', 'npm test', 'lib'],
  'cd /srv/shop && npm test': ['test', 'npm test', '/srv/shop'],
  '(cd app && npm test)': ['test', 'npm test', 'app'],
  '"npm" \'test\'': ['test', 'npm test'],
  [String.raw`npm \
  test`]: ['test', 'npm test'],
  'npm test # all of them': ['test', 'npm test'],
  'eval "npm test"': ['test', 'npm test'],
  "sh -c 'npm test'": ['test', 'npm test'],
};

describe('a check on a command line', () => {
  for (const [line, [kind, command, folder = '']] of Object.entries(SPELLINGS)) {
    it(`${JSON.stringify(line)} is \`${command}\``, () => {
      const [site, ...others] = checksInLine(line, UNKNOWN_PROJECT).sites;
      assert.deepEqual(others, []);
      assert.deepEqual(site?.check, { kind, command, folder, script: site?.check.script });
    });
  }

  it('has no known folder after a change to a variable or to the home folder', () => {
    for (const line of ['cd $DIR && npm test', 'cd ~ && npm test', 'cd - && npm test']) {
      assert.equal(checksInLine(line, UNKNOWN_PROJECT).sites[0]?.check.folder, null);
    }
  });
});
