/** The classes of the fake module `vscode`. */

import type * as vscode from 'vscode';

export class EventEmitter<T> implements vscode.EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: vscode.Event<T> = (listener, self) => {
    const bound = (value: T): unknown => listener.call(self, value);
    this.#listeners.add(bound);
    return disposable(() => this.#listeners.delete(bound));
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export function disposable(dispose: () => unknown): vscode.Disposable {
  const made: unknown = { dispose };
  return made as vscode.Disposable;
}

export function uriOf(path: string): vscode.Uri {
  const made: unknown = Uri.file(path);
  return made as vscode.Uri;
}

/** A file URI; other schemes don't occur here. */
export class Uri implements Pick<vscode.Uri, 'scheme' | 'path' | 'fsPath' | 'toString'> {
  readonly scheme = 'file';
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static file(path: string): Uri {
    return new Uri(path);
  }

  static joinPath(base: Uri, ...segments: readonly string[]): Uri {
    return new Uri([base.path, ...segments].join('/'));
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `file://${encodeURI(this.path)}`;
  }
}

export class Position implements Pick<vscode.Position, 'line' | 'character'> {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
}

export class RelativePattern {
  readonly base: Uri | string;
  readonly pattern: string;

  constructor(base: Uri | string, pattern: string) {
    this.base = base;
    this.pattern = pattern;
  }
}

export class CancellationError extends Error {}

export class TabInputText {
  readonly uri: vscode.Uri;

  constructor(uri: vscode.Uri) {
    this.uri = uri;
  }
}

export class TabInputTextDiff {
  readonly original: Uri;
  readonly modified: Uri;

  constructor(original: Uri, modified: Uri) {
    this.original = original;
    this.modified = modified;
  }
}

export const TextDocumentSaveReason = { Manual: 1, AfterDelay: 2, FocusOut: 3 } as const;
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 } as const;
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 } as const;
export const TaskPanelKind = { Shared: 1, Dedicated: 2, New: 3 } as const;
export const TaskRevealKind = { Always: 1, Silent: 2, Never: 3 } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const StatusBarAlignment = { Left: 1, Right: 2 } as const;
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export class ProcessExecution implements Pick<vscode.ProcessExecution, 'process' | 'args'> {
  readonly process: string;
  readonly args: string[];

  constructor(process: string, args: string[]) {
    this.process = process;
    this.args = args;
  }
}

export class CustomExecution {
  readonly terminal: () => Thenable<vscode.Pseudoterminal>;

  constructor(terminal: () => Thenable<vscode.Pseudoterminal>) {
    this.terminal = terminal;
  }
}

export class Task implements Pick<vscode.Task, 'definition' | 'name' | 'source'> {
  readonly definition: vscode.TaskDefinition;
  readonly name: string;
  readonly source: string;

  readonly execution: unknown;

  constructor(
    definition: vscode.TaskDefinition,
    _scope: unknown,
    name: string,
    source: string,
    execution?: unknown,
  ) {
    this.definition = definition;
    this.name = name;
    this.source = source;
    this.execution = execution;
  }
}

export class TreeItem {
  readonly label: vscode.TreeItem['label'];
  readonly collapsibleState: vscode.TreeItemCollapsibleState | undefined;
  description: vscode.TreeItem['description'];
  tooltip: vscode.TreeItem['tooltip'];

  constructor(label: string, state?: vscode.TreeItemCollapsibleState) {
    this.label = label;
    this.collapsibleState = state;
  }
}

export class MarkdownString implements Pick<
  vscode.MarkdownString,
  'value' | 'supportThemeIcons' | 'supportHtml'
> {
  value: string;
  isTrusted: vscode.MarkdownString['isTrusted'];
  supportThemeIcons: boolean;
  supportHtml = false;

  constructor(value = '', supportThemeIcons = false) {
    this.value = value;
    this.supportThemeIcons = supportThemeIcons;
  }

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }

  appendCodeblock(text: string, language = ''): this {
    return this.appendMarkdown(`\n\`\`\`${language}\n${text}\n\`\`\`\n`);
  }
}

export class McpStdioServerDefinition implements Pick<vscode.McpStdioServerDefinition, 'label' | 'command'> {
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  cwd: vscode.Uri | undefined;

  constructor(label: string, command: string, args: readonly string[]) {
    this.label = label;
    this.command = command;
    this.args = args;
  }
}
