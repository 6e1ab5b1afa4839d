/**
 * The module `vscode` for unit tests of the host: only what they need, typed with VS Code's own types, so that a
 * deviating fake doesn't compile. The build substitutes it for `vscode`; tests control it through `editor`.
 */

import { relative } from 'node:path';

import type * as vscode from 'vscode';

import { CustomExecution, EventEmitter, TabInputText, disposable, uriOf } from './fake-vscode-types.ts';
import type { Task } from './fake-vscode-types.ts';

export {
  CancellationError,
  ConfigurationTarget,
  CustomExecution,
  EventEmitter,
  MarkdownString,
  McpStdioServerDefinition,
  Position,
  ProcessExecution,
  ProgressLocation,
  QuickPickItemKind,
  Range,
  RelativePattern,
  StatusBarAlignment,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  TabInputText,
  TabInputTextDiff,
  TextDocumentSaveReason,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
} from './fake-vscode-types.ts';

/** A notification that was shown. */
export interface ShownMessage {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly buttons: readonly string[];
  /** Presses a button; undefined closes it. */
  readonly press: (button: string | undefined) => void;
}

/** A terminal that was opened. */
interface OpenTerminal {
  readonly terminal: vscode.Terminal;
  readonly name: string;
  /** What was typed into it. */
  readonly lines: readonly string[];
  /** Tells how a line of it ended, as shell integration does. */
  readonly end: (line: string, exitCode: number | undefined) => void;
  /** Closes it. */
  readonly close: () => void;
}

/** A task that was run, as far as it got. */
interface RunTask {
  readonly name: string;
  output: string;
  /** Null before its end. */
  exitCode: number | null;
}

/** A person's answer to a box or a list; undefined is Escape. */
interface Answers {
  readonly input?: (options: vscode.InputBoxOptions) => string | undefined;
  readonly pick?: (
    items: readonly vscode.QuickPickItem[],
    options: vscode.QuickPickOptions,
  ) => string | readonly string[] | undefined | Promise<string | undefined>;
}

class Emitters {
  readonly folders = new EventEmitter<vscode.WorkspaceFoldersChangeEvent>();
  readonly trust = new EventEmitter<void>();
  readonly configuration = new EventEmitter<vscode.ConfigurationChangeEvent>();
  readonly changedDocument = new EventEmitter<vscode.TextDocumentChangeEvent>();
  readonly openedDocument = new EventEmitter<vscode.TextDocument>();
  readonly closedDocument = new EventEmitter<vscode.TextDocument>();
  readonly savedDocument = new EventEmitter<vscode.TextDocument>();
  readonly willSave = new EventEmitter<vscode.TextDocumentWillSaveEvent>();
  readonly activeEditor = new EventEmitter<vscode.TextEditor | undefined>();
  readonly tabs = new EventEmitter<vscode.TabChangeEvent>();
  readonly windowState = new EventEmitter<vscode.WindowState>();
  readonly startedLine = new EventEmitter<vscode.TerminalShellExecutionStartEvent>();
  readonly endedLine = new EventEmitter<vscode.TerminalShellExecutionEndEvent>();
  readonly viewVisibility = new EventEmitter<vscode.TreeViewVisibilityChangeEvent>();
  readonly closedTerminal = new EventEmitter<vscode.Terminal>();
  readonly file = new EventEmitter<vscode.Uri>();
}

/** The editor around the host: what a person and VS Code do, and what is shown to them. */
class Editor {
  emitters = new Emitters();
  isTrusted = true;
  folders: readonly vscode.WorkspaceFolder[] = [];
  settings = new Map<string, unknown>();
  /** Each in its own tab. */
  documents: readonly vscode.TextDocument[] = [];
  answers: Answers = {};
  /** Translations by English text; empty for English. */
  translations: Readonly<Record<string, string>> = {};
  readonly messages: ShownMessage[] = [];
  readonly statusMessages: string[] = [];
  /** What input boxes showed as wrong with an answer. */
  readonly problems: string[] = [];
  /** Items of the status bar that were made, as they are now. */
  readonly statusItems: Pick<vscode.StatusBarItem, 'text' | 'tooltip'>[] = [];
  readonly terminals: OpenTerminal[] = [];
  /** Ids of installed extensions. */
  readonly extensions = new Set<string>();
  /** Ids of VS Code's own commands. */
  readonly known = new Set<string>();
  readonly openedLinks: string[] = [];
  /** Paths of the documents that were shown. */
  readonly shownDocuments: string[] = [];
  readonly tasks: RunTask[] = [];
  /** Whether views are visible when they are created. */
  areViewsVisible = false;
  /** Badges of views, by the view's id. */
  readonly badges = new Map<string, vscode.ViewBadge | undefined>();
  /** Messages that views got, in order. */
  readonly viewMessages: string[] = [];
  /** Descriptions of views, by the view's id. */
  readonly descriptions = new Map<string, string>();
  /** Executed commands, with their arguments. */
  readonly commands: (readonly unknown[])[] = [];
  readonly #arrived = new EventEmitter<void>();

  /** A new window: nothing open, nothing shown, everything trusted. */
  reset(): void {
    this.emitters = new Emitters();
    this.isTrusted = true;
    this.folders = [];
    this.settings = new Map();
    this.documents = [];
    this.answers = {};
    this.translations = {};
    const lists = [
      this.messages,
      this.statusMessages,
      this.problems,
      this.statusItems,
      this.terminals,
      this.openedLinks,
      this.shownDocuments,
      this.tasks,
      this.viewMessages,
      this.commands,
    ];
    for (const list of lists) list.length = 0;
    for (const ids of [this.extensions, this.known, this.badges, this.descriptions]) ids.clear();
    this.areViewsVisible = false;
  }

  openFolders(...paths: readonly string[]): void {
    this.folders = paths.map((path, index) => ({ uri: uriOf(path), name: path, index }));
    this.emitters.folders.fire({ added: this.folders, removed: [] });
  }

  trust(): void {
    this.isTrusted = true;
    this.emitters.trust.fire();
  }

  set(id: string, value: unknown): void {
    this.settings.set(id, value);
    this.emitters.configuration.fire({ affectsConfiguration: (section) => section === id });
  }

  /** Fires VS Code's watchers for a file. */
  touch(path: string): void {
    this.emitters.file.fire(uriOf(path));
  }

  /** Returns the first message that contains this, already shown or to come. */
  message(text: RegExp): Promise<ShownMessage> {
    const found = (): ShownMessage | undefined => this.messages.find((message) => text.test(message.text));
    return this.#when(found);
  }

  /** Returns the message at this place, already shown or to come. */
  messageAt(index: number): Promise<ShownMessage> {
    return this.#when(() => this.messages[index]);
  }

  /** Returns the first execution of a command, past or to come. */
  command(id: string): Promise<readonly unknown[]> {
    return this.#when(() => this.commands.find(([name]) => name === id));
  }

  /** Returns the first badge of a view with this value, already shown or to come. */
  badge(id: string, value: number): Promise<vscode.ViewBadge> {
    return this.#when(() => {
      const badge = this.badges.get(id);
      return badge?.value === value ? badge : undefined;
    });
  }

  /** Returns the first message of a view that contains this, past or to come. */
  viewMessage(text: string): Promise<string> {
    return this.#when(() => this.viewMessages.find((message) => message.includes(text)));
  }

  setViewMessage(message: string): void {
    this.viewMessages.push(message);
    this.#arrived.fire();
  }

  setBadge(id: string, badge: vscode.ViewBadge | undefined): void {
    this.badges.set(id, badge);
    this.#arrived.fire();
  }

  show(
    severity: ShownMessage['severity'],
    text: string,
    buttons: readonly string[],
  ): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.messages.push({ severity, text, buttons, press: resolve });
      this.#arrived.fire();
    });
  }

  run(words: readonly unknown[]): Promise<undefined> {
    this.commands.push(words);
    this.#arrived.fire();
    return Promise.resolve(undefined);
  }

  #when<T>(found: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const value = found();
        if (value === undefined) return;
        listening.dispose();
        resolve(value);
      };
      const listening = this.#arrived.event(look);
      look();
    });
  }
}

export const editor = new Editor();

/** Listens to the emitter of the window that is open at that time. */
function listen<K extends keyof Emitters>(name: K): Emitters[K]['event'] {
  return ((...words: Parameters<Emitters[K]['event']>) =>
    (editor.emitters[name].event as (...all: unknown[]) => vscode.Disposable)(
      ...words,
    )) as Emitters[K]['event'];
}

export const l10n = {
  t(template: string, named: Readonly<Record<string, string | number>> = {}): string {
    const text = editor.translations[template] ?? template;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(named[name] ?? whole));
  },
};

export const commands = {
  executeCommand: (...words: readonly unknown[]) => editor.run(words),
  getCommands: () => Promise.resolve([...editor.known]),
};

/** As much of the language models as the host uses. */
interface LanguageModels {
  readonly registerMcpServerDefinitionProvider?: (
    id: string,
    provider: vscode.McpServerDefinitionProvider,
  ) => vscode.Disposable;
}

/** Absent in editors that are made from VS Code. */
export let lm: LanguageModels | undefined;

/** Gives the window language models, or none. */
export function setLanguageModels(models: LanguageModels | undefined): void {
  lm = models;
}

export const extensions = {
  getExtension: <T>(id: string) => {
    const extension: unknown = editor.extensions.has(id) ? { id } : undefined;
    return extension as vscode.Extension<T> | undefined;
  },
} satisfies Shape<typeof vscode.extensions, object>;

/** Runs only tasks of this process. */
export const tasks = {
  executeTask: async ({ name, execution }: Task) => {
    if (!(execution instanceof CustomExecution)) return;
    const run: RunTask = { name, output: '', exitCode: null };
    editor.tasks.push(run);
    const terminal = await execution.terminal();
    terminal.onDidWrite((text) => (run.output += text));
    terminal.onDidClose?.((exitCode) => (run.exitCode = exitCode ?? null));
    terminal.open(undefined);
  },
} satisfies Shape<typeof vscode.tasks, { readonly executeTask: unknown }>;

export const workspace = {
  get isTrusted() {
    return editor.isTrusted;
  },
  get workspaceFolders() {
    return editor.folders.length === 0 ? undefined : editor.folders;
  },
  get textDocuments() {
    return editor.documents;
  },
  onDidChangeWorkspaceFolders: listen('folders'),
  onDidGrantWorkspaceTrust: listen('trust'),
  onDidChangeConfiguration: listen('configuration'),
  onDidOpenTextDocument: listen('openedDocument'),
  onDidCloseTextDocument: listen('closedDocument'),
  onDidSaveTextDocument: listen('savedDocument'),
  onDidChangeTextDocument: listen('changedDocument'),
  onWillSaveTextDocument: listen('willSave'),
  getWorkspaceFolder: (uri: vscode.Uri) =>
    editor.folders.find((folder) => uri.fsPath.startsWith(`${folder.uri.fsPath}/`)),
  asRelativePath: (path: vscode.Uri | string) =>
    relative(editor.folders[0]?.uri.fsPath ?? '/', typeof path === 'string' ? path : path.fsPath),
  getConfiguration: () => ({
    get: (id: string) => editor.settings.get(id),
    update: (id: string, value: unknown) => {
      editor.set(id, value);
      return Promise.resolve();
    },
  }),
  createFileSystemWatcher: () => ({
    onDidCreate: listen('file'),
    onDidChange: listen('file'),
    onDidDelete: listen('file'),
    dispose: () => undefined,
  }),
} satisfies Shape<typeof vscode.workspace, { getConfiguration: unknown; createFileSystemWatcher: unknown }>;

/** Buttons, which follow the options if there are any. */
type MessageArguments = readonly (string | vscode.MessageOptions)[];

function buttonsOf(given: MessageArguments): readonly string[] {
  return given.filter((one) => typeof one === 'string');
}

export const window = {
  activeTextEditor: undefined,
  tabGroups: {
    get all() {
      return [{ tabs: editor.documents.map(({ uri }) => ({ input: new TabInputText(uri) })) }];
    },
    activeTabGroup: { activeTab: undefined },
    onDidChangeTabs: listen('tabs'),
  },
  onDidChangeActiveTextEditor: listen('activeEditor'),
  onDidChangeWindowState: listen('windowState'),
  showInformationMessage: (text: string, ...given: MessageArguments) =>
    editor.show('information', text, buttonsOf(given)),
  showWarningMessage: (text: string, ...given: MessageArguments) =>
    editor.show('warning', text, buttonsOf(given)),
  showErrorMessage: (text: string, ...given: MessageArguments) =>
    editor.show('error', text, buttonsOf(given)),
  withProgress: <T>(
    _: vscode.ProgressOptions,
    work: (progress: vscode.Progress<object>, token: vscode.CancellationToken) => Thenable<T>,
  ) =>
    work(
      { report: () => undefined },
      { isCancellationRequested: false, onCancellationRequested: () => disposable(() => undefined) },
    ),
  showTextDocument: (uri: vscode.Uri) => Promise.resolve(editor.shownDocuments.push(uri.fsPath) > 0),
  setStatusBarMessage: (text: string) => {
    editor.statusMessages.push(text);
    return disposable(() => undefined);
  },
  showInputBox: async (options: vscode.InputBoxOptions = {}) => {
    let rejected: string | undefined;
    for (;;) {
      const answer = editor.answers.input?.(options);
      // The box stays open on an invalid answer; who has no other presses Escape.
      if (answer === undefined || answer === rejected) return undefined;
      const problem = await options.validateInput?.(answer);
      if (problem === undefined || problem === null || problem === '') return answer;
      editor.problems.push(typeof problem === 'string' ? problem : problem.message);
      rejected = answer;
    }
  },
  showQuickPick: async <T extends vscode.QuickPickItem>(
    items: readonly T[],
    options: vscode.QuickPickOptions = {},
  ) => {
    const answer = await editor.answers.pick?.(items, options);
    if (answer === undefined) return undefined;
    const labels = [answer].flat();
    const chosen = items.filter((item) => labels.includes(item.label));
    return options.canPickMany === true ? chosen : chosen[0];
  },
  createStatusBarItem: () => {
    const nothing = (): undefined => undefined;
    const item = { text: '', tooltip: undefined, show: nothing, hide: nothing, dispose: nothing };
    editor.statusItems.push(item);
    return item;
  },
  createTreeView: (id: string) => {
    const { areViewsVisible: visible } = editor;
    return {
      visible,
      set badge(badge: vscode.ViewBadge | undefined) {
        editor.setBadge(id, badge);
      },
      set message(message: string) {
        editor.setViewMessage(message);
      },
      set description(description: string) {
        editor.descriptions.set(id, description);
      },
      selection: [],
      onDidChangeSelection: () => disposable(() => undefined),
      onDidChangeVisibility: listen('viewVisibility'),
      dispose: () => undefined,
    };
  },
  get terminals() {
    return editor.terminals.map(({ terminal }) => terminal);
  },
  createTerminal: ({ name = '' }: vscode.TerminalOptions) => {
    const lines: string[] = [];
    const made: unknown = {
      name,
      exitStatus: undefined,
      show: () => undefined,
      sendText: (line: string) => lines.push(line),
    };
    const terminal = made as vscode.Terminal;
    const event = (value: string, exitCode?: number): vscode.TerminalShellExecutionEndEvent => {
      const given: unknown = { terminal, execution: { commandLine: { value } }, exitCode };
      return given as vscode.TerminalShellExecutionEndEvent;
    };
    const end = (line: string, exitCode: number | undefined): void => {
      editor.emitters.startedLine.fire(event(line));
      editor.emitters.endedLine.fire(event(line, exitCode));
    };
    editor.terminals.push({
      terminal,
      name,
      lines,
      end,
      close: () => editor.emitters.closedTerminal.fire(terminal),
    });
    return terminal;
  },
  onDidStartTerminalShellExecution: listen('startedLine'),
  onDidEndTerminalShellExecution: listen('endedLine'),
  onDidCloseTerminal: listen('closedTerminal'),
} satisfies Shape<typeof vscode.window, Overloaded & { tabGroups: unknown }>;

export const env = {
  language: 'en',
  uriScheme: 'vscode',
  openExternal: (link: vscode.Uri) => Promise.resolve(editor.openedLinks.push(String(link)) > 0),
  clipboard: { writeText: () => Promise.resolve(), readText: () => Promise.resolve('') },
} satisfies Shape<typeof vscode.env, object>;

/** Overloaded functions, of which the host uses one form. */
interface Overloaded {
  readonly showInformationMessage: (text: string, ...given: MessageArguments) => Thenable<string | undefined>;
  readonly showWarningMessage: (text: string, ...given: MessageArguments) => Thenable<string | undefined>;
  readonly showErrorMessage: (text: string, ...given: MessageArguments) => Thenable<string | undefined>;
  readonly showQuickPick: unknown;
  readonly showTextDocument: unknown;
  readonly createStatusBarItem: unknown;
  readonly createTreeView: unknown;
  readonly createTerminal: unknown;
}

/** Some members of a VS Code namespace, those in `Loose` with a simpler type. */
type Shape<T, Loose> = Partial<Omit<T, keyof Loose> & Loose>;
