/** Manifests on disk: found by name, read, parsed, and stamped so that changes are noticed without reading. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { PACKAGE_FILES } from '../../core/context/packages.ts';
import type { Manifest } from '../../core/context/project-scan.ts';
import { parseWithComments } from '../files/json-with-comments.ts';
import { tryReadText } from '../files/safe-read.ts';
import { errorCode } from '../files/system-error.ts';

/** Parses YAML; passed in by callers with a parser, because startup needs none. */
export type ParseYaml = (text: string) => unknown;

/** Read in the root, if they exist. */
export const ROOT_MANIFESTS: readonly string[] = [
  ...PACKAGE_FILES,
  'tsconfig.json',
  'tsconfig.app.json',
  'tsconfig.base.json',
  'jsconfig.json',
  'Makefile',
];

/** Missing, inaccessible, or not a file: not a failure of ours. */
const SILENT = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EISDIR', 'ELOOP']);

/**
 * Reads the existing manifests among `paths`, in that order.
 *
 * @param paths relative to the folder, with `/`
 */
export async function readManifests(
  folder: string,
  paths: readonly string[],
  parseYaml?: ParseYaml,
): Promise<readonly Manifest[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const text = await readManifest(folder, path);
      return text === undefined ? [] : [{ path, text, value: await valueOf(path, text, parseYaml) }];
    }),
  );
  return found.flat();
}

/** Returns size and time of each existing file among `paths`. */
export async function stampManifests(
  folder: string,
  paths: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const stamps = await Promise.all(
    [...new Set(paths)].map(async (path) => {
      const status = await orSilence(() => stat(join(folder, path)));
      return status?.isFile() === true
        ? [[path, `${status.size}:${Math.round(status.mtimeMs)}`] as const]
        : [];
    }),
  );
  return Object.fromEntries(stamps.flat());
}

/**
 * A larger file is data, not a handwritten manifest; a link that points outside the folder leads to another project.
 */
async function readManifest(folder: string, path: string): Promise<string | undefined> {
  const text = await tryReadText({ path: join(folder, path), kind: 'manifest', inside: folder });
  return text?.replace(/^\ufeff/, '');
}

/** Undefined for invalid content: someone may be editing it. */
async function valueOf(path: string, text: string, parseYaml: ParseYaml | undefined): Promise<unknown> {
  if (path.endsWith('.json')) return parseWithComments(text);
  if (path.endsWith('.toml')) return (await import('./parse-toml.ts')).parseToml(text);
  if (/\.ya?ml$/.test(path)) return parseYaml?.(text);
  return undefined;
}

async function orSilence<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (SILENT.has(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
