/** Converts a Markdown file of the project for a package, which lacks the files it links to. */

const PICTURE_ELEMENT = /<picture>.*?<\/picture>\n*/gs;
const IMAGE_ELEMENT = /<img\b[^>]*>\n*/g;
const ELEMENT_ADDRESS = /(\b(?:src|srcset|href)=")([^"]*)(")/g;
const IMAGE = /!\[([^\][]*)\]\(([^()\s]*)\)/g;
const LINK = /(?<!!)\[((?:[^\][]|!\[[^\][]*\]\([^()]*\))*)\]\(([^()\s]*)\)/g;
/** Code is left unchanged, because it contains no links. */
const CODE = /(^```.*?^```$|`[^`\n]+`)/gms;

/**
 * Makes relative addresses absolute. Without a working address, links become their text, inline images their
 * alternative text, and images in their own paragraph are removed, because they would only show as broken.
 *
 * @param {string} text Markdown
 * @param {import('./addresses.mjs').Addresses['files']} files
 * @returns {string}
 */
export function packagedText(text, files) {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : files ? absolute(part, files) : withoutFiles(part)))
    .join('');
}

/**
 * @param {string} text
 * @param {{ pictures: string, texts: string }} files
 */
function absolute(text, { pictures, texts }) {
  const under = (base, path) => (isRelative(path) ? `${base}/${path.replace(/^\.\//, '')}` : path);
  return text
    .replace(ELEMENT_ADDRESS, (_, before, path, after) => {
      return before + under(before.startsWith('href') ? texts : pictures, path) + after;
    })
    .replace(IMAGE, (_, words, path) => `![${words}](${under(pictures, path)})`)
    .replace(LINK, (_, words, path) => `[${words}](${under(texts, path)})`);
}

/** @param {string} text */
function withoutFiles(text) {
  const unlessRelative = (whole) => (relativeAddressIn(whole) ? '' : whole);
  return text
    .replace(PICTURE_ELEMENT, unlessRelative)
    .replace(IMAGE_ELEMENT, unlessRelative)
    .replace(IMAGE, (whole, words, path) => (isRelative(path) ? words : whole))
    .replace(LINK, (whole, words, path) => (isRelative(path) ? words : whole));
}

/** @param {string} element */
function relativeAddressIn(element) {
  return [...element.matchAll(ELEMENT_ADDRESS)].some(([, , path]) => isRelative(path));
}

/** @param {string} address */
function isRelative(address) {
  return !/^(?:[a-z][a-z0-9+.-]*:|#|\/\/)/i.test(address);
}
