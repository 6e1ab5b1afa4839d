/**
 * All commands, settings, context keys, and views of the extension, typed. `test/unit/host/contributions.test.ts`
 * keeps package.json and this file in sync. Doesn't import `vscode`, so that tests can load it.
 */

export const EXTENSION_ID = 'ninefold.ninefold';

export const VIEW_CONTAINER = 'ninefold';
export const PHASES_VIEW = 'ninefold.phases';
export const SESSIONS_VIEW = 'ninefold.sessions';
/** The session view, a panel in the editor area. */
export const SESSION_PANEL = 'ninefold.sessionView';
export const TASKS_VIEW = 'ninefold.tasks';
/** Id of the MCP server provider. */
export const MCP_PROVIDER = 'ninefold.mcp';

/** Conditions of commands, package.json's `enablement`. */
export const ENABLEMENTS = {
  always: undefined,
  workflow: 'ninefold:hasWorkflow',
  undo: 'ninefold:canUndoApproval',
} as const;

/**
 * When the palette offers a command, beyond its enablement. `never`: it is on a row, in the view's menu, or among the
 * meter's actions. A test counts what somebody with one workflow, or with none, gets to see.
 */
export const PALETTE = {
  always: undefined,
  never: 'false',
  workflow: 'ninefold:hasWorkflow',
  /** Where there is something to hand over: a workflow, or a session. */
  handsOver: 'ninefold:hasWorkflow || ninefold:hasSession',
  check: 'ninefold:wantsCheck',
  resumable: 'ninefold:hasWorkflow || ninefold:view == noneActive || ninefold:view == older',
  others: 'ninefold:view == noneActive || ninefold:hasOtherWorkflows',
  recoverable: 'ninefold:view == damaged || ninefold:view == older',
  damaged: 'ninefold:view == damaged',
} as const;

export interface CommandContribution {
  readonly needs: keyof typeof ENABLEMENTS;
  readonly palette: keyof typeof PALETTE;
  /**
   * In a multi-root workspace, whether to ask for the folder if neither row nor editor determines it; `never` uses
   * the shown folder.
   */
  readonly asks: 'never' | 'folder' | 'workflow';
}

const anywhere = { needs: 'always', palette: 'never', asks: 'never' } as const;
const inFolder = { needs: 'always', palette: 'never', asks: 'folder' } as const;
const inWorkflow = { needs: 'always', palette: 'never', asks: 'workflow' } as const;
const onWorkflow = { needs: 'workflow', palette: 'never', asks: 'workflow' } as const;

export const COMMANDS = {
  'ninefold.startWorkflow': { ...inFolder, palette: 'always' },
  'ninefold.switchWorkflow': { ...inFolder, palette: 'others' },
  'ninefold.renameWorkflow': onWorkflow,
  'ninefold.pauseWorkflow': onWorkflow,
  'ninefold.cancelWorkflow': onWorkflow,
  'ninefold.deleteWorkflow': inFolder,
  'ninefold.setTask': onWorkflow,
  'ninefold.setBranch': onWorkflow,
  'ninefold.approvePhase': { ...onWorkflow, palette: 'always' },
  'ninefold.runTests': { ...onWorkflow, palette: 'check' },
  'ninefold.reviewPhase': onWorkflow,
  'ninefold.undoApproval': { needs: 'undo', palette: 'never', asks: 'workflow' },
  'ninefold.submitPhase': onWorkflow,
  'ninefold.rejectPhase': onWorkflow,
  'ninefold.skipPhase': onWorkflow,
  'ninefold.reopenPhase': onWorkflow,
  'ninefold.setPhase': onWorkflow,
  'ninefold.createDeliverable': onWorkflow,
  'ninefold.draftDeliverable': onWorkflow,
  'ninefold.createPullRequest': onWorkflow,
  'ninefold.addDeliverable': onWorkflow,
  'ninefold.addCurrentFile': { ...onWorkflow, palette: 'always' },
  'ninefold.adoptDeliverable': onWorkflow,
  'ninefold.openDeliverable': onWorkflow,
  'ninefold.revealDeliverable': onWorkflow,
  'ninefold.removeDeliverable': onWorkflow,
  'ninefold.recordDecision': { ...onWorkflow, palette: 'always' },
  'ninefold.addNextStep': { ...onWorkflow, palette: 'always' },
  'ninefold.addConstraint': { ...onWorkflow, palette: 'always' },
  'ninefold.acceptConstraint': onWorkflow,
  'ninefold.removeConstraint': onWorkflow,
  'ninefold.answerQuestion': onWorkflow,
  'ninefold.createHandoff': { ...inWorkflow, palette: 'always' },
  'ninefold.continueSession': { ...inWorkflow, palette: 'handsOver' },
  'ninefold.continueSessionWith': inWorkflow,
  'ninefold.openHandoff': onWorkflow,
  'ninefold.resumeWorkflow': { ...inFolder, palette: 'resumable' },
  'ninefold.recoverWorkflow': { ...inFolder, palette: 'recoverable' },
  'ninefold.exportToon': { ...inWorkflow, palette: 'workflow' },
  'ninefold.exportJson': inWorkflow,
  'ninefold.cleanHandoffs': inFolder,
  'ninefold.refreshContext': inFolder,
  'ninefold.shareState': onWorkflow,
  'ninefold.makeStatePrivate': onWorkflow,
  'ninefold.connectAgent': { ...inFolder, palette: 'always' },
  'ninefold.disconnectAgent': inFolder,
  'ninefold.removeNinefold': inFolder,
  'ninefold.showPhases': anywhere,
  'ninefold.showSessions': anywhere,
  'ninefold.showSessionView': { ...anywhere, palette: 'always' },
  'ninefold.pinSession': anywhere,
  'ninefold.followNewestSession': anywhere,
  'ninefold.openTranscript': anywhere,
  'ninefold.copySessionId': anywhere,
  'ninefold.createAgentTask': onWorkflow,
  'ninefold.runAgentTask': inFolder,
  'ninefold.cancelAgentTask': inFolder,
  'ninefold.acceptAgentTask': inFolder,
  'ninefold.discardAgentTask': inFolder,
  'ninefold.openTaskText': anywhere,
  'ninefold.compareTaskFile': anywhere,
  'ninefold.acceptTaskFile': anywhere,
  'ninefold.rejectTaskFile': anywhere,
  'ninefold.showActions': anywhere,
  'ninefold.setTokenUsage': anywhere,
  'ninefold.clearTokenUsage': anywhere,
  'ninefold.pinFile': anywhere,
  'ninefold.unpinFile': anywhere,
  'ninefold.copyBanner': anywhere,
  'ninefold.snoozeWarnings': anywhere,
  'ninefold.openJournal': { ...inWorkflow, palette: 'damaged' },
  'ninefold.openRules': inFolder,
  'ninefold.showLog': anywhere,
  'ninefold.copyDiagnostics': anywhere,
} as const satisfies Readonly<Record<string, CommandContribution>>;

export type CommandId = keyof typeof COMMANDS;

const STATUS_BAR_FORMATS = ['tokensAndPercent', 'percent', 'tokens'] as const;
type StatusBarFormat = (typeof STATUS_BAR_FORMATS)[number];

const NOTIFICATION_CHOICES = ['all', 'force', 'off'] as const;
export type NotificationChoice = (typeof NOTIFICATION_CHOICES)[number];

const TOON_PROBLEM_CHOICES = ['all', 'stateFiles'] as const;
type ToonProblemChoice = (typeof TOON_PROBLEM_CHOICES)[number];

interface SettingContribution {
  readonly default: string | boolean;
  readonly scope: 'machine' | 'machine-overridable' | 'window' | 'resource';
  /** The allowed values; undefined for free text. */
  readonly values?: readonly string[];
  /** Ignored in the settings of an untrusted folder. */
  readonly isRestricted?: true;
}

export const SETTINGS = {
  'ninefold.stateDirectory': { default: '', scope: 'machine-overridable', isRestricted: true },
  'ninefold.claudeConfigDir': { default: '', scope: 'machine' },
  'ninefold.statusBar.format': {
    default: 'tokensAndPercent',
    scope: 'window',
    values: STATUS_BAR_FORMATS,
  },
  'ninefold.notifications': { default: 'all', scope: 'window', values: NOTIFICATION_CHOICES },
  'ninefold.estimates': { default: true, scope: 'window' },
  'ninefold.activity': { default: true, scope: 'machine' },
  'ninefold.toon.problems': { default: 'all', scope: 'window', values: TOON_PROBLEM_CHOICES },
} as const satisfies Readonly<Record<string, SettingContribution>>;

export type SettingId = keyof typeof SETTINGS;

/** Value type of each setting. */
export interface SettingValues {
  'ninefold.stateDirectory': string;
  'ninefold.claudeConfigDir': string;
  'ninefold.statusBar.format': StatusBarFormat;
  'ninefold.notifications': NotificationChoice;
  'ninefold.estimates': boolean;
  'ninefold.activity': boolean;
  'ninefold.toon.problems': ToonProblemChoice;
}

/** What the view shows without a tree; each but `loading` and `workflow` has a welcome view. */
export type ViewContent =
  'loading' | 'noFolder' | 'untrusted' | 'damaged' | 'noneActive' | 'empty' | 'older' | 'workflow';

/** Value type of each context key. */
export interface ContextKeyValues {
  'ninefold:view': ViewContent;
  /** The tree shows several folders, so the view's title names none. */
  'ninefold:hasManyFolders': boolean;
  'ninefold:hasWorkflow': boolean;
  /** A shown folder has workflows besides its active one. */
  'ninefold:hasOtherWorkflows': boolean;
  'ninefold:canWrite': boolean;
  'ninefold:canUndoApproval': boolean;
  /** The current step of a shown workflow wants a check. */
  'ninefold:wantsCheck': boolean;
  'ninefold:hasHandoff': boolean;
  /** An agent session was found in the shown folder. */
  'ninefold:hasSession': boolean;
  /** The active tab is the review of a current phase; `waiting` if its verdict is due. */
  'ninefold:reviewing': '' | 'running' | 'waiting';
  /** An agent is connected for an open folder, or for the user. */
  'ninefold:hasConnectedAgent': boolean;
  /** The sessions were listed; an empty list means that there are none. */
  'ninefold:hasSessionsRead': boolean;
  /** The agent tasks were listed; an empty list means that there are none. */
  'ninefold:hasTasksRead': boolean;
  /** Paths of files pinned to the working set. */
  'ninefold:pinnedFiles': readonly string[];
}

export const CONTEXT_KEYS = [
  'ninefold:view',
  'ninefold:hasManyFolders',
  'ninefold:hasWorkflow',
  'ninefold:hasOtherWorkflows',
  'ninefold:canWrite',
  'ninefold:canUndoApproval',
  'ninefold:wantsCheck',
  'ninefold:hasHandoff',
  'ninefold:hasSession',
  'ninefold:reviewing',
  'ninefold:hasConnectedAgent',
  'ninefold:hasSessionsRead',
  'ninefold:hasTasksRead',
  'ninefold:pinnedFiles',
] as const satisfies readonly (keyof ContextKeyValues)[];

export type ContextKey = (typeof CONTEXT_KEYS)[number];
