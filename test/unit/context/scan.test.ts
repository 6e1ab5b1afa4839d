import { deepStrictEqual, ok, rejects } from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { scanProject } from '../../../src/node/context/scan-project.ts';
import type { ScanProgress } from '../../../src/node/context/scan-project.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const NOTHING = {
  stack: [],
  packageManager: null,
  commands: {},
  languages: [],
  folders: [],
  members: [],
  patterns: [],
};

/** Four files that import by an alias. */
const ALIASED = Object.fromEntries(
  ['one', 'two', 'three', 'four'].map((name) => [`src/${name}-part.ts`, "import { x } from '@/x';\n"]),
);

async function patternsOf(
  folder: string,
  isTrusted = false,
): Promise<readonly (readonly [string, string, number, number])[]> {
  const { project } = await scanProject(folder, { isTrusted });
  return project.patterns.map(
    ({ type, convention, matches, of }) => [type, convention, matches, of] as const,
  );
}

describe('scan of a folder', () => {
  afterEach(removeFolders);

  it('finds nothing in an empty folder and in one of binaries', async () => {
    const empty = newFolder();
    deepStrictEqual((await scanProject(empty, { isTrusted: true })).project, {
      name: basename(empty),
      ...NOTHING,
    });
    const binaries = newFolder();
    for (const name of ['a.png', 'b.jar', 'c.so', 'd']) {
      writeFileSync(join(binaries, name), Buffer.from([0x7f, 0, 1, 0xff]));
    }
    deepStrictEqual((await scanProject(binaries, { isTrusted: true })).project, {
      name: basename(binaries),
      ...NOTHING,
    });
  });

  it('names a PHP project by its code, not by the manifest of its documentation', async () => {
    const folder = newFolder();
    const classes = ['A', 'B', 'C'].map((name) => [`src/Order${name}.php`, `<?php\nclass Order${name} {}\n`]);
    writeFiles(folder, {
      ...(Object.fromEntries(classes) as Record<string, string>),
      'pyproject.toml': '[project]\nname = "shop-docs"\n',
      'poetry.lock': '',
      'composer.json': JSON.stringify({ name: 'acme/shop', 'require-dev': { 'phpunit/phpunit': '^11' } }),
    });
    const named = async () => {
      const { name, packageManager, commands, stack } = (await scanProject(folder, { isTrusted: true }))
        .project;
      return [name, packageManager, commands.test, stack[0]];
    };
    deepStrictEqual(await named(), ['shop', 'composer', 'vendor/bin/phpunit', 'PHP']);
    writeFiles(folder, {
      'composer.json': JSON.stringify({ name: 'acme/shop', scripts: { test: ['phpunit'] } }),
    });
    deepStrictEqual(await named(), ['shop', 'composer', 'composer test', 'PHP']);
  });

  describe('of .NET', () => {
    const PROJECT = [
      '<Project Sdk="Microsoft.NET.Sdk.Web">',
      '  <PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup>',
      '  <ItemGroup>',
      '    <!-- <PackageReference Include="Avalonia" Version="11.0.0" /> -->',
      '    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="9.0.0" />',
      '  </ItemGroup>',
      '</Project>',
    ].join('\r\n');
    const found = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
      const folder = newFolder();
      writeFiles(folder, files);
      const { project, manifests } = await scanProject(folder, { isTrusted: false });
      const { name, stack, packageManager, commands, members } = project;
      return { name, stack, packageManager, test: commands.test, members, read: Object.keys(manifests) };
    };

    it('reads a project by its ending, in the root too', async () => {
      deepStrictEqual(await found({ 'Shop.Api.csproj': `\ufeff${PROJECT}` }), {
        name: 'Shop.Api',
        stack: ['ASP.NET Core', '.NET', 'C#', 'Entity Framework Core'],
        packageManager: 'dotnet',
        test: 'dotnet test',
        members: [],
        read: ['Shop.Api.csproj'],
      });
      const fsharp = '<Project Sdk="Microsoft.NET.Sdk"></Project>';
      deepStrictEqual((await found({ 'Shop.fsproj': fsharp })) as { stack: unknown }, {
        name: 'Shop',
        stack: ['.NET', 'F#'],
        packageManager: 'dotnet',
        test: 'dotnet test',
        members: [],
        read: ['Shop.fsproj'],
      });
    });

    for (const [file, text] of [
      [
        'Shop.sln',
        'Project("{FAE04EC0}") = "Shop.Api", "src\\Shop.Api\\Shop.Api.csproj", "{1B2C}"\r\nEndProject\r\n',
      ],
      ['Shop.slnx', '<Solution>\n  <Project Path="src/Shop.Api/Shop.Api.csproj" />\n</Solution>\n'],
    ] as const) {
      it(`takes name and members from a solution (${file})`, async () => {
        const files = { [file]: text, 'src/Shop.Api/Shop.Api.csproj': PROJECT, 'old/Other.csproj': PROJECT };
        deepStrictEqual(await found(files), {
          name: 'Shop',
          stack: ['ASP.NET Core', '.NET', 'C#', 'Entity Framework Core'],
          packageManager: 'dotnet',
          test: 'dotnet test',
          members: ['src/Shop.Api'],
          read: [file, 'old/Other.csproj', 'src/Shop.Api/Shop.Api.csproj'],
        });
      });
    }
  });

  describe('with a manifest over 1 MB', () => {
    const filled = (line: (at: number) => string): string =>
      Array.from({ length: 40_000 }, (_, at) => line(at)).join('\n');
    const found = async (path: string, text: string): Promise<unknown> => {
      ok(text.length > 1_100_000, String(text.length));
      const folder = newFolder();
      writeFiles(folder, { [path]: text });
      const { name, stack, commands } = (await scanProject(folder, { isTrusted: false })).project;
      return [path === 'requirements.txt' ? null : name, stack, commands.test];
    };
    const big = {
      commands: Array.from({ length: 40_000 }, (_, at) => ({ id: `c,${at}`, 'title"': '}]{[' })),
    };
    const ends = [{ name: 'shop', engines: { node: '>=20' } }, { contributes: big }] as const;
    const rest = { scripts: { test: 'vitest' }, dependencies: { fastify: '5' } };

    it('reads what is before and after the large part of JSON', async () => {
      const expected = ['shop', ['Fastify', 'Node.js'], 'npm test'];
      const whole = Object.assign({}, ...ends, rest) as object;
      deepStrictEqual(await found('package.json', JSON.stringify(whole, null, 2)), expected);
      deepStrictEqual(await found('package.json', JSON.stringify(whole, null, '\t')), expected);
      const inOneLine = Object.assign({}, ends[0], rest, ends[1]) as object;
      deepStrictEqual(await found('package.json', JSON.stringify(inOneLine)), expected);
      const atTheBeginning = Object.assign({}, ends[1], ends[0], rest) as object;
      deepStrictEqual(await found('package.json', JSON.stringify(atTheBeginning, null, 2)), expected);
    });

    it('reads what is before and after the large part of other formats', async () => {
      const compiled = filled((at) => `    <Compile Include="Generated\\Model${at}.cs" />`);
      const project = `<Project Sdk="Microsoft.NET.Sdk">\n<ItemGroup>\n${compiled}\n    <PackageReference Include="Dapper" Version="2" />\n</ItemGroup>\n</Project>\n`;
      deepStrictEqual(await found('Shop.csproj', project), ['Shop', ['.NET', 'C#', 'Dapper'], 'dotnet test']);
      const features = filled((at) => `feature-${at} = ["dep:something"]`);
      const cargo = `[package]\nname = "shop"\n\n[features]\n${features}\n\n[dependencies]\ntokio = "1"\n`;
      deepStrictEqual(await found('Cargo.toml', cargo), ['shop', ['Rust', 'Tokio'], 'cargo test']);
      const hashes = filled((at) => `    --hash=sha256:${String(at).padStart(40, '0')} \\`);
      deepStrictEqual(await found('requirements.txt', `django==5.0 \\\n${hashes}\npytest==8\n`), [
        null,
        ['Django', 'Python'],
        'pytest',
      ]);
    });
  });

  it('passes over binaries that are named like sources', async () => {
    const folder = newFolder();
    writeFiles(folder, ALIASED);
    for (const name of ['a-b', 'c-d', 'e-f']) {
      writeFileSync(
        join(folder, `src/${name}.ts`),
        Buffer.concat([Buffer.from("import x from './y';\n"), Buffer.from([0])]),
      );
    }
    deepStrictEqual((await patternsOf(folder))[1], ['imports', 'absolute from @/', 4, 4]);
  });

  it('says nothing where files disagree or are too few', async () => {
    const folder = newFolder();
    writeFiles(folder, {
      'src/one-part.ts': "import { x } from '@/x';\nexport default 1;\n",
      'src/TwoParts.ts': "import { x } from '@/x';\nexport const y = 1;\n",
      'src/threeParts.ts': "import { x } from '../x';\nexport default 1;\n",
      'src/four_parts.ts': "import { x } from '../x';\nexport const y = 1;\n",
      'src/a.test.ts': "import { it } from 'vitest';\nit('is', () => {});\n",
    });
    deepStrictEqual(await patternsOf(folder), []);
  });

  it('leaves out what git ignores, what others wrote and what tests feed on', async () => {
    const folder = newFolder();
    const foreign = ['node_modules/x', 'vendor/x', 'test/fixtures/x', '.cache/x', 'ignored'];
    writeFiles(folder, { '.gitignore': 'ignored/\n', ...ALIASED });
    for (const place of foreign) {
      for (const name of ['a', 'b', 'c']) writeFiles(folder, { [`${place}/${name}.py`]: 'import os\n' });
    }
    git(folder, 'init', '-q');
    const { project } = await scanProject(folder, { isTrusted: true });
    deepStrictEqual(project.languages, [{ language: 'TypeScript', files: 4, percent: 100 }]);
    writeFiles(folder, { 'dist/a.py': '', 'build/b.py': '' });
    const walked = await scanProject(folder, { isTrusted: false });
    deepStrictEqual(walked.project.languages[0], { language: 'TypeScript', files: 4, percent: 57 });
  });

  it('follows no link', async () => {
    const outside = newFolder();
    writeFiles(outside, { 'secret-part.ts': "import { y } from '../secret';\n" });
    const folder = newFolder();
    writeFiles(folder, ALIASED);
    symlinkSync(outside, join(folder, 'linked'));
    symlinkSync(join(outside, 'secret-part.ts'), join(folder, 'src/linked-part.ts'));
    deepStrictEqual((await patternsOf(folder))[1], ['imports', 'absolute from @/', 4, 4]);
    git(folder, 'init', '-q');
    deepStrictEqual((await patternsOf(folder, true))[1], ['imports', 'absolute from @/', 4, 4]);
  });

  it('shows no example that looks like a key', async () => {
    const folder = newFolder();
    const key = 'sk4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b';
    for (const name of ['one', 'two', 'three']) {
      writeFiles(folder, { [`src/${name}.ts`]: `throw new KeyError('${key}');\n` });
    }
    deepStrictEqual(
      (await patternsOf(folder)).map(([type]) => type),
      ['file_naming'],
    );
  });

  it('tells whose habit it is where two languages share a code base', async () => {
    const folder = newFolder();
    for (const name of ['load_table', 'save_table', 'read_row'])
      writeFiles(folder, { [`tools/${name}.py`]: '' });
    writeFiles(folder, ALIASED);
    deepStrictEqual((await patternsOf(folder))[0], [
      'file_naming',
      'kebab-case (TypeScript and JavaScript)',
      4,
      4,
    ]);
  });

  it('reads Rust and Java by their names and tests', async () => {
    const rust = newFolder();
    writeFiles(rust, { 'Cargo.toml': '[package]\nname = "lode"\n\n[dependencies]\ntokio = "1"\n' });
    for (const name of ['read_ore', 'weigh_ore', 'sell_ore']) {
      const text = `use crate::ore::Ore;\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn ${name}s() {}\n}\n`;
      writeFiles(rust, { [`src/${name}.rs`]: text });
    }
    deepStrictEqual(await patternsOf(rust), [
      ['file_naming', 'snake_case', 3, 3],
      ['imports', 'absolute from crate', 3, 3],
      ['testing', 'cargo test, next to the code', 3, 3],
    ]);
    const java = newFolder();
    writeFiles(java, {
      'pom.xml':
        '<project><parent><artifactId>base</artifactId></parent><artifactId>ferry</artifactId></project>',
    });
    for (const name of ['FerryPlan', 'FerryDeck', 'FerryCrew']) {
      const test = `import org.junit.jupiter.api.Test;\n\nclass ${name}Test {\n  @Test\n  void holds() {}\n}\n`;
      writeFiles(java, {
        [`src/main/java/${name}.java`]: `class ${name} {}\n`,
        [`src/test/java/${name}Test.java`]: test,
      });
    }
    const { project } = await scanProject(java, { isTrusted: false });
    deepStrictEqual([project.name, project.stack, project.commands.test], ['ferry', ['Java'], 'mvn test']);
    deepStrictEqual(
      project.patterns.map(({ convention, example }) => [convention, example]),
      [
        ['PascalCase', 'FerryCrew.java'],
        ['JUnit 5', 'void holds() {}'],
      ],
    );
  });

  it('survives manifests that somebody is in the middle of editing', async () => {
    const folder = newFolder();
    writeFiles(folder, {
      'package.json': '{ "name": "half", ',
      'pyproject.toml': '[project\nname=',
      'pnpm-workspace.yaml': 'packages: [',
      'Cargo.toml': '= 1',
    });
    mkdirSync(join(folder, 'go.mod'));
    deepStrictEqual((await scanProject(folder, { isTrusted: false })).project.name, 'half');
  });

  it('tells how far it is, and ends where it is cancelled', async () => {
    const folder = newFolder();
    writeFiles(folder, ALIASED);
    const seen: ScanProgress[] = [];
    await scanProject(folder, { isTrusted: false, onProgress: (progress) => seen.push(progress) });
    deepStrictEqual(seen.at(-1), { stage: 'reading', done: 4, total: 4 });
    const stop = new AbortController();
    const reason = new Error('stop');
    const scan = scanProject(folder, {
      isTrusted: false,
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    });
    await rejects(scan, reason);
  });

  it('passes over what may not be read', async () => {
    const folder = newFolder();
    writeFiles(folder, { ...ALIASED, 'closed/a.ts': '' });
    chmodSync(join(folder, 'closed'), 0o000);
    deepStrictEqual((await patternsOf(folder))[1], ['imports', 'absolute from @/', 4, 4]);
    chmodSync(join(folder, 'closed'), 0o755);
  });
});
