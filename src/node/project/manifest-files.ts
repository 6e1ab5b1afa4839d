/** Manifests on disk: found by name, read, parsed, and stamped so that changes are noticed without reading. */

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { joinedEnds } from '../../core/context/large-manifest.ts';
import { isPackageFile, PACKAGE_FILES } from '../../core/context/packages.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { Manifest } from '../../core/context/project-scan.ts';
import { parseWithComments } from '../files/json-with-comments.ts';
import { isRefusal, readEnds, readText } from '../files/safe-read.ts';
import type { FileRequest } from '../files/safe-read.ts';
import { errorCode } from '../files/system-error.ts';

/** Parses YAML; passed in by callers with a parser, because startup needs none. */
export type ParseYaml = (text: string) => unknown;

/** Bytes to read at each end of a manifest that is too large to read in full. */
const END_BYTES = 512 * 1024;

/** Read in the root, if they exist. */
export const ROOT_MANIFESTS: readonly string[] = [
  ...PACKAGE_FILES.filter((file) => !file.startsWith('*')),
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

/** Lists the root's files that describe a package. */
export async function rootPackageFiles(folder: string): Promise<readonly string[]> {
  return ((await orSilence(() => readdir(folder))) ?? []).filter(isPackageFile);
}

/** A link that points outside the folder leads to another project. */
async function readManifest(folder: string, path: string): Promise<string | undefined> {
  const request = { path: join(folder, path), kind: 'manifest', inside: folder } as const;
  try {
    return (await readText(request))?.replace(/^\ufeff/, '');
  } catch (error) {
    if (NinefoldError.is(error, 'file-too-large')) return readLargeManifest(path, request);
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** What a large manifest lists is data; what describes the project is at its ends. */
async function readLargeManifest(path: string, request: FileRequest): Promise<string | undefined> {
  try {
    const ends = await readEnds(request, END_BYTES);
    return ends === undefined ? undefined : joinedEnds(path, ends.head.replace(/^\ufeff/, ''), ends.tail);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
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
