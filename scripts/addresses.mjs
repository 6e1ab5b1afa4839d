/**
 * The project's addresses. `repository` in package.json is the only setting, made by whoever publishes; everything
 * else that the packages need is derived here.
 */

const HOSTS = {
  'github.com': { issues: 'issues', pictures: 'raw/HEAD', texts: 'blob/HEAD' },
  'gitlab.com': { issues: '-/issues', pictures: '-/raw/HEAD', texts: '-/blob/HEAD' },
};

/**
 * @typedef {object} Addresses
 * @property {{ repository?: { type: 'git', url: string }, homepage?: string, bugs?: { url: string } }} fields
 *   of a package's package.json
 * @property {{ pictures: string, texts: string } | undefined} files prefixes for the path of a project file, as a picture and
 *   as a page; undefined if no address is known to work
 */

/**
 * Derives the addresses.
 *
 * @param {{ repository?: string | { url?: string } }} manifest
 * @throws {Error} if `repository` can't be turned into an address for a browser
 * @returns {Addresses} without fields if there is no repository
 */
export function addressesOf({ repository }) {
  const given = typeof repository === 'string' ? repository : repository?.url;
  if (given === undefined) return { fields: {}, files: undefined };
  const page = pageOf(given);
  const fields = { repository: { type: 'git', url: `git+${page}.git` }, homepage: `${page}#readme` };
  const host = HOSTS[new URL(page).host];
  if (host === undefined) return { fields: { ...fields, homepage: page }, files: undefined };
  return {
    fields: { ...fields, bugs: { url: `${page}/${host.issues}` } },
    files: { pictures: `${page}/${host.pictures}`, texts: `${page}/${host.texts}` },
  };
}

/** @param {string} given such as `git+https://github.com/owner/name.git` */
function pageOf(given) {
  const address = given.replace(/^git\+/, '').replace(/(?:\.git)?\/?$/, '');
  if (URL.canParse(address) && new URL(address).protocol === 'https:') return address;
  throw new Error(`"repository" in package.json isn't an https address: ${given}`);
}
