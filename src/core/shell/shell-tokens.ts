/**
 * Splits a command line into tokens, as a POSIX shell does. Understands enough of PowerShell and `cmd` for paths with
 * backslashes. Never throws: text without a meaning becomes words.
 */

export interface WordToken {
  readonly kind: 'word';
  /** Without quotes and escapes; an expansion stays as written. */
  readonly text: string;
  /** Part of it was quoted, so that it can't be a keyword. */
  readonly isQuoted: boolean;
  /** Only the shell knows its value, a variable or a substitution. */
  readonly isDynamic: boolean;
  /** Command lines in `$( )` and backticks. */
  readonly substitutions: readonly string[];
}

interface OperatorToken {
  readonly kind: 'operator';
  readonly text: string;
}

/** A redirection, whose target is the next word; `<<` has its text in `body`. */
export interface RedirectToken {
  readonly kind: 'redirect';
  /** Without the number of the stream. */
  readonly text: string;
  /** Number of the stream; null if it wasn't given. */
  readonly stream: number | null;
  readonly body: string | null;
}

export type ShellToken = WordToken | OperatorToken | RedirectToken;

/** Longest first. A line break separates commands as `;` does. */
const OPERATORS = ['&&', '||', ';;', '|&', ';', '|', '&', '(', ')', '\n'];
const REDIRECT = /(\d{0,2})(<<<|<<-|<<|<>|<&|<|&>>|&>|>>|>&|>\||>)/y;
const HEREDOC = /^<<-?$/;
const VARIABLE = /\$(?:\w+(?::\w+)?|\{[^}\n]*\}|[?$!#*@-])/y;

/** Splits a whole line, including its here-documents. */
export function shellTokens(line: string): readonly ShellToken[] {
  return new Lexer(line).all();
}

class Lexer {
  readonly #text: string;
  #at = 0;
  readonly #tokens: ShellToken[] = [];
  /** Here-documents whose text starts after the next line break: index of the token. */
  #waiting: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  all(): readonly ShellToken[] {
    while (this.#at < this.#text.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const char = this.#text[this.#at] ?? '';
    if (char === ' ' || char === '\t' || char === '\r') this.#at += 1;
    else if (this.#text.startsWith('\\\n', this.#at)) this.#at += 2;
    else if (char === '#') this.#skipComment();
    else if (!this.#redirect() && !this.#operator()) this.#word();
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #redirect(): boolean {
    REDIRECT.lastIndex = this.#at;
    const [found, stream = '', text = ''] = REDIRECT.exec(this.#text) ?? [];
    if (found === undefined) return false;
    this.#at += found.length;
    if (HEREDOC.test(text)) this.#waiting.push(this.#tokens.length);
    const number = stream === '' ? null : Number(stream);
    this.#tokens.push({ kind: 'redirect', text, stream: number, body: null });
    return true;
  }

  #operator(): boolean {
    const text = OPERATORS.find((operator) => this.#text.startsWith(operator, this.#at));
    if (text === undefined) return false;
    this.#at += text.length;
    this.#tokens.push({ kind: 'operator', text });
    if (text === '\n') this.#readDocuments();
    return true;
  }

  /** Reads the texts of here-documents, which end with a line of their own. */
  #readDocuments(): void {
    for (const at of this.#waiting) {
      const redirect = this.#tokens[at];
      const end = this.#tokens[at + 1];
      if (redirect?.kind !== 'redirect' || end?.kind !== 'word') continue;
      const lines: string[] = [];
      while (this.#at < this.#text.length) {
        const line = this.#line();
        if (line.replace(redirect.text === '<<-' ? /^\t+/ : '', '') === end.text) break;
        lines.push(line);
      }
      this.#tokens[at] = { ...redirect, body: lines.join('\n') };
    }
    this.#waiting = [];
  }

  #line(): string {
    const end = this.#text.indexOf('\n', this.#at);
    const line = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return line.replace(/\r$/, '');
  }

  #word(): void {
    const word = new WordReader(this.#text, this.#at);
    this.#tokens.push(word.read());
    this.#at = word.at;
  }
}

/** Ends an unquoted word. */
const WORD_END = new Set([' ', '\t', '\r', '\n', ';', '&', '|', '(', ')', '<', '>']);

class WordReader {
  readonly #text: string;
  at: number;
  #value = '';
  #isQuoted = false;
  #isDynamic = false;
  readonly #substitutions: string[] = [];

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  read(): WordToken {
    const start = this.at;
    while (this.at < this.#text.length && !WORD_END.has(this.#text[this.at] ?? '')) this.#part();
    // Whatever can't begin a word is one, so that reading always goes on.
    if (this.at === start) this.at += 1;
    return {
      kind: 'word',
      text: this.#value,
      isQuoted: this.#isQuoted,
      isDynamic: this.#isDynamic,
      substitutions: this.#substitutions,
    };
  }

  #part(): void {
    const char = this.#text[this.at] ?? '';
    if (char === "'") this.#single();
    else if (char === '"') this.#double();
    else if (char === '\\') this.#escape();
    else if (!this.#expansion()) this.#take(1);
  }

  #take(count: number): void {
    this.#value += this.#text.slice(this.at, this.at + count);
    this.at += count;
  }

  #single(): void {
    this.#isQuoted = true;
    const end = this.#text.indexOf("'", this.at + 1);
    this.#value += this.#text.slice(this.at + 1, end < 0 ? undefined : end);
    this.at = end < 0 ? this.#text.length : end + 1;
  }

  #double(): void {
    this.#isQuoted = true;
    this.at += 1;
    while (this.at < this.#text.length && this.#text[this.at] !== '"') {
      if (this.#text[this.at] !== '\\') {
        if (!this.#expansion()) this.#take(1);
        continue;
      }
      const next = this.#text[this.at + 1] ?? '';
      this.#value += '"\\$`\n'.includes(next) ? next.replace('\n', '') : `\\${next}`;
      this.at += 2;
    }
    this.at += 1;
  }

  /** A backslash between the parts of a Windows path separates them. */
  #escape(): void {
    const next = this.#text[this.at + 1] ?? '';
    const isPath = /[\w.@-]/.test(next) && /[\w.:@-]/.test(this.#text[this.at - 1] ?? '');
    this.#value += isPath ? `/${next}` : next.replace('\n', '');
    this.at += 2;
  }

  /** @returns whether an expansion was read */
  #expansion(): boolean {
    const char = this.#text[this.at];
    if (char === '`') return this.#substitute(this.at + 1, backtickEnd(this.#text, this.at + 1), 1);
    if (char !== '$') return false;
    if (this.#text.startsWith('$(', this.at)) {
      return this.#substitute(this.at + 2, parenthesisEnd(this.#text, this.at + 2), 1);
    }
    VARIABLE.lastIndex = this.at;
    const [found] = VARIABLE.exec(this.#text) ?? [];
    if (found === undefined) return false;
    this.#isDynamic = true;
    this.#take(found.length);
    return true;
  }

  #substitute(from: number, end: number, closing: number): true {
    this.#isDynamic = true;
    this.#substitutions.push(this.#text.slice(from, end));
    this.#take(Math.max(1, Math.min(end + closing, this.#text.length) - this.at));
    return true;
  }
}

function backtickEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '`') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

/** Finds the closing parenthesis, past quotes and inner ones. */
function parenthesisEnd(text: string, from: number): number {
  let depth = 1;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')' && (depth -= 1) === 0) return at;
  }
  return text.length;
}
