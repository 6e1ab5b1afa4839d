/**
 * As much of a browser's document as the page of the session view needs, with what a browser does to the focus: whatever is
 * taken out, if only to be put back, loses it.
 */

/** An element, or a text. */
export class PageNode {
  readonly name: string;
  readonly attributes = new Map<string, string>();
  readonly listeners = new Map<string, (event: unknown) => void>();
  readonly classList = { add: () => undefined, remove: () => undefined, toggle: () => undefined };
  readonly clientWidth = 640;
  hidden = false;
  id = '';
  parentElement: PageNode | null = null;
  children: PageNode[] = [];
  /** So often was the text of this element set. */
  said = 0;
  readonly #page: PageDocument;
  #text = '';

  constructor(page: PageDocument, name: string, text = '') {
    this.#page = page;
    this.name = name;
    this.#text = text;
  }

  get textContent(): string {
    return this.#text + this.children.map((child) => child.textContent).join('');
  }

  set textContent(text: string) {
    this.replaceChildren();
    this.#text = text;
    this.said += 1;
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.listeners.set(type, listener);
  }

  append(...nodes: readonly (PageNode | string)[]): void {
    for (const node of nodes) {
      const child = typeof node === 'string' ? new PageNode(this.#page, '#text', node) : node;
      child.remove();
      child.parentElement = this;
      this.children.push(child);
    }
  }

  replaceChildren(...nodes: readonly (PageNode | string)[]): void {
    for (const child of [...this.children]) child.remove();
    this.append(...nodes);
  }

  remove(): void {
    if (this.parentElement === null) return;
    if (this.contains(this.#page.activeElement)) this.#page.activeElement = null;
    this.parentElement.children = this.parentElement.children.filter((child) => child !== this);
    this.parentElement = null;
  }

  contains(node: PageNode | null): boolean {
    return node !== null && (node === this || this.children.some((child) => child.contains(node)));
  }

  /** This and every element in it that fits. */
  all(fits: (node: PageNode) => boolean): readonly PageNode[] {
    return [...(fits(this) ? [this] : []), ...this.children.flatMap((child) => child.all(fits))];
  }
}

export class PageDocument {
  activeElement: PageNode | null = null;
  readonly body = new PageNode(this, 'body');

  createElement(name: string): PageNode {
    return new PageNode(this, name);
  }

  createElementNS(_space: string, name: string): PageNode {
    return new PageNode(this, name);
  }

  /** The one element that fits. */
  one(fits: (node: PageNode) => boolean): PageNode {
    const [found, ...more] = this.body.all(fits);
    if (found === undefined || more.length > 0)
      throw new Error(`${found === undefined ? 0 : 1 + more.length}`);
    return found;
  }
}
