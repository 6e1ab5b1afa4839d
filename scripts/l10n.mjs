/**
 * `npm run l10n`: writes `l10n/bundle.l10n.json`, every text of the window in English, as the basis of a translation
 * (`bundle.l10n.LANGUAGE.json`). VS Code shows the source text if there is no translation, so the file only ships
 * together with the first one. `--stdout` prints it.
 */
import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const project = join(import.meta.dirname, '..');

const texts = [...new Set([...(await coreTexts()), ...literals()])].sort();
const bundle = `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;
if (process.argv.includes('--stdout')) process.stdout.write(bundle);
else {
  mkdirSync(join(project, 'l10n'), { recursive: true });
  writeFileSync(join(project, 'l10n', 'bundle.l10n.json'), bundle);
}

/** Tables in the core that the window translates. */
async function coreTexts() {
  const { outputFiles } = await build({
    entryPoints: [join(project, 'src/host/window-texts.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const [{ text }] = outputFiles;
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)).CORE_TEXTS;
}

/** Texts that the host passes to `l10n.t` as literals. */
function literals() {
  const found = [];
  const folder = join(project, 'src', 'host');
  for (const name of readdirSync(folder, { recursive: true }).filter((one) => one.endsWith('.ts'))) {
    const source = ts.createSourceFile(
      name,
      readFileSync(join(folder, name), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText(source) === 'l10n.t') {
        const [first] = node.arguments;
        if (first !== undefined && ts.isStringLiteralLike(first)) found.push(first.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}
