/** Parses a command line into the commands that it runs and how they are connected. Never throws. */

import { shellTokens } from './shell-tokens.ts';
import type { RedirectToken, ShellToken, WordToken } from './shell-tokens.ts';

/** How a command continues to the next: `&&`, `||`, `;` (also a line break), `&`; null for the last. */
type Connector = '&&' | '||' | ';' | '&';

/** A program with its arguments. */
export interface SimpleCommand {
  readonly kind: 'simple';
  readonly words: readonly WordToken[];
  readonly redirects: readonly RedirectToken[];
  /** Files of the redirections, in their order. */
  readonly targets: readonly string[];
}

/** `( … )` or `{ …; }`. */
export interface CommandGroup {
  readonly kind: 'group';
  readonly list: CommandList;
  readonly redirects: readonly RedirectToken[];
}

export type ShellCommand = SimpleCommand | CommandGroup;

/** Commands joined by `|`. */
export interface Pipeline {
  readonly commands: readonly ShellCommand[];
  /** `!` inverts the exit code. */
  readonly isNegated: boolean;
  readonly after: Connector | null;
}

export interface CommandList {
  readonly pipelines: readonly Pipeline[];
  /** It has `if`, a loop, `case`, or a function, so that a command may run, or not. */
  readonly isCompound: boolean;
  /** It defines a function, which may stand for any program. */
  readonly hasFunction: boolean;
}

const NO_COMMANDS: CommandList = { pipelines: [], isCompound: false, hasFunction: false };

const NOTHING: SimpleCommand = { kind: 'simple', words: [], redirects: [], targets: [] };

/** Longer lines are scripts. */
const LONGEST_LINE = 20_000;
const DEEPEST = 20;
/** Keywords after which another command starts. */
const LEADING = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do']);
/** Keywords that end a compound command, or whose words are no command. */
const OTHER = new Set(['fi', 'done', 'esac', 'for', 'case', 'select', 'function', 'in']);

/** Parses a line; a line that is too long has no commands. */
export function shellLine(line: string): CommandList {
  return line.length > LONGEST_LINE ? NO_COMMANDS : new Parser(shellTokens(line)).list(0);
}

class Parser {
  readonly #tokens: readonly ShellToken[];
  #at = 0;
  #isCompound = false;
  #hasFunction = false;

  constructor(tokens: readonly ShellToken[]) {
    this.#tokens = tokens;
  }

  /** Reads to the end of the line or of the group at this depth. */
  list(depth: number): CommandList {
    const pipelines: Pipeline[] = [];
    while (this.#at < this.#tokens.length && !this.#closes(depth)) {
      const pipeline = this.#pipeline(depth);
      if (pipeline !== null) pipelines.push(pipeline);
    }
    return { pipelines, isCompound: this.#isCompound, hasFunction: this.#hasFunction };
  }

  #closes(depth: number): boolean {
    if (depth === 0) return false;
    const token = this.#tokens[this.#at];
    return this.#isOperator(')') || (token?.kind === 'word' && token.text === '}' && !token.isQuoted);
  }

  #isOperator(...texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' && texts.includes(token.text);
  }

  #pipeline(depth: number): Pipeline | null {
    const commands: ShellCommand[] = [];
    let isNegated = false;
    for (;;) {
      if (this.#skipWord('!')) isNegated = !isNegated;
      const command = this.#command(depth);
      const isPiped = this.#isOperator('|', '|&');
      // A side of a pipe that lacks its command is one still: nothing counts as run alone.
      if (command !== null || isPiped || commands.length > 0) commands.push(command ?? NOTHING);
      if (!isPiped) break;
      this.#at += 1;
      while (this.#isOperator('\n')) this.#at += 1;
    }
    const after = this.#connector(depth);
    return commands.length === 0 ? null : { commands, isNegated, after };
  }

  #skipWord(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.isQuoted || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #connector(depth: number): Connector | null {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operator' || this.#closes(depth)) return null;
    this.#at += 1;
    // Blank lines and a line break after an operator separate nothing.
    while (this.#isOperator('\n')) this.#at += 1;
    const isLast = this.#at >= this.#tokens.length || this.#closes(depth);
    if (token.text === '&&' || token.text === '||' || token.text === '&') return token.text;
    return isLast ? null : ';';
  }

  #command(depth: number): ShellCommand | null {
    while (this.#keyword());
    if (depth < DEEPEST && (this.#isOperator('(') || this.#startsBlock())) return this.#group(depth);
    const words: WordToken[] = [];
    const redirects: RedirectToken[] = [];
    const targets: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind === 'redirect') {
        redirects.push(token);
        targets.push(this.#target());
      } else if (token?.kind === 'word') {
        words.push(token);
        this.#at += 1;
      } else if (this.#isOperator('(')) {
        // An array looks the same.
        this.#isCompound = this.#hasFunction = true;
        this.#at += 1;
        if (this.#isOperator(')')) this.#at += 1;
        while (this.#isOperator('\n')) this.#at += 1;
        break;
      } else break;
    }
    return words.length + redirects.length === 0 ? null : { kind: 'simple', words, redirects, targets };
  }

  /** Reads a keyword at the start of a command. */
  #keyword(): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.isQuoted) return false;
    if (!LEADING.has(token.text) && !OTHER.has(token.text)) return false;
    this.#isCompound = true;
    this.#hasFunction ||= token.text === 'function';
    this.#at += 1;
    if (token.text === 'for' || token.text === 'case' || token.text === 'select') this.#skipWords();
    return true;
  }

  #skipWords(): void {
    while (this.#tokens[this.#at]?.kind === 'word') this.#at += 1;
  }

  #startsBlock(): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' && token.text === '{' && !token.isQuoted;
  }

  #group(depth: number): CommandGroup {
    this.#at += 1;
    const outer = this.#isCompound;
    this.#isCompound = false;
    const list = this.list(depth + 1);
    this.#isCompound = outer;
    this.#at += 1;
    const redirects: RedirectToken[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind !== 'redirect') return { kind: 'group', list, redirects };
      redirects.push(token);
      this.#target();
    }
  }

  /** Skips a redirection with its target. */
  #target(): string {
    this.#at += 1;
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') return '';
    this.#at += 1;
    return token.text;
  }
}
