/**
 * Compares and relates paths of a machine as text. The platform is an argument, so that each can be tested anywhere;
 * resolve links before calling.
 *
 * Windows: either separator, any case, `\\?\` in front or not, both names of WSL's shares. macOS: any case, any
 * Unicode composition (its volumes keep what was given and find either), `/private` in front of the folders that are
 * links there. Elsewhere: bytes, except for composition, which agents and shells don't preserve.
 */

/** Node's `process.platform`. */
export type Platform = string;

/** On macOS, these are links at the root. */
const PRIVATE = /^\/private(?=\/(?:var|tmp|etc)(?:\/|$))/;
const DRIVE = /^[A-Za-z]:/;
/** `\\?\C:\x` and `\\?\UNC\server\share`, with `/` for `\`. */
const LONG = /^\/\/[?.]\/(?:UNC\/)?/i;
const LONG_SHARE = /^\/\/[?.]\/UNC\//i;
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;
const WSL = /^\/\/(?:wsl\$|wsl\.localhost)(?=\/|$)/i;

/** Tests whether a platform's volumes usually find a name in any case. */
export function ignoresCase(platform: Platform): boolean {
  return platform === 'win32' || platform === 'darwin';
}

/** Returns a path with `/` as its separator, as in state files. Outside Windows, `\` is part of a name. */
export function withSlashes(path: string, platform: Platform): string {
  return platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** Tests whether a path is absolute. On Windows, one without drive or share isn't (`\x`, `C:x`). */
export function isAbsolutePath(path: string, platform: Platform): boolean {
  if (platform !== 'win32') return path.startsWith('/');
  return /^(?:[A-Za-z]:[\\/]|[\\/]{2}[^\\/])/.test(path);
}

/**
 * Tests whether Windows can't have a file of that name: a device's, whatever follows its first dot, or one that ends in a
 * dot or space, which Windows removes.
 */
export function isReservedName(name: string): boolean {
  return DEVICE.test(name) || /[. ]$/.test(name);
}

/** Folds a name for comparison without case and composition. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Tests whether two absolute paths name the same place. */
export function isSamePath(one: string, other: string, platform: Platform): boolean {
  return comparable(one, platform) === comparable(other, platform);
}

/** Tests whether an absolute path is a folder or below it. */
export function isAtOrBelow(path: string, folder: string, platform: Platform): boolean {
  const [inner, outer] = [comparable(path, platform), comparable(folder, platform)];
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

/** Tests whether an absolute path is below a folder and isn't the folder itself. */
export function isBelow(path: string, folder: string, platform: Platform): boolean {
  return isAtOrBelow(path, folder, platform) && !isSamePath(path, folder, platform);
}

/**
 * Returns the relative path from a folder to a path below it, with `/`, in the path's own spelling.
 *
 * @returns an empty text for the folder itself; null for a path outside it
 * @example wayTo('C:\\Work\\shop\\a.ts', 'c:/work/shop', 'win32') // 'a.ts'
 */
export function wayTo(path: string, folder: string, platform: Platform): string | null {
  if (!isAtOrBelow(path, folder, platform)) return null;
  const depth = partsOf(plain(folder, platform)).length;
  return partsOf(plain(path, platform)).slice(depth).join('/');
}

/** Returns a path for people and documents, with `/`: from the folder if it is below it, otherwise whole. */
export function shownPath(path: string, folder: string, platform: Platform): string {
  const way = wayTo(path, folder, platform) ?? '';
  return way === '' ? withSlashes(path, platform) : way;
}

/** Returns the form that two spellings of one place have in common. */
function comparable(path: string, platform: Platform): string {
  const text = plain(path, platform).normalize('NFC');
  return ignoresCase(platform) ? text.toLowerCase() : text;
}

/** Normalizes to `/`, without empty, `.`, and `..` parts and without a trailing separator except for a root's. */
function plain(path: string, platform: Platform): string {
  const { root, rest } = rooted(path, platform);
  const parts: string[] = [];
  for (const part of partsOf(rest)) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return `${root}${parts.join('/')}`;
}

/** Splits off the root, which `..` can't remove. */
function rooted(path: string, platform: Platform): { readonly root: string; readonly rest: string } {
  if (platform !== 'win32') {
    const rest = platform === 'darwin' ? path.replace(/^\/+/, '/').replace(PRIVATE, '') : path;
    return { root: rest.startsWith('/') ? '/' : '', rest };
  }
  const slashed = withSlashes(path, platform);
  const isShare = LONG_SHARE.test(slashed);
  const text = slashed.replace(LONG, isShare ? '//' : '');
  if (DRIVE.test(text)) return { root: `${text.slice(0, 2).toUpperCase()}/`, rest: text.slice(2) };
  const share = /^\/\/[^/]+\/+[^/]+/.exec(text)?.[0];
  if (share === undefined) return { root: text.startsWith('/') ? '/' : '', rest: text };
  const name = share.replace(WSL, '//wsl$').replaceAll(/(?<=[^/])\/+/g, '/');
  return { root: `${name}/`, rest: text.slice(share.length) };
}

function partsOf(text: string): readonly string[] {
  return text.split('/').filter((part) => part !== '');
}

/** Returns the last part of a path with slashes. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Returns the folder of a relative path with slashes; empty at the top. */
export function parentFolder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
