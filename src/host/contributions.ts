/**
 * Every command, setting, context key and view of the extension, typed. `test/unit/host/contributions.test.ts`
 * holds package.json to this file and this file to package.json. No import of `vscode`, so that tests can read it.
 */

export const EXTENSION_ID = 'ninefold.ninefold';

export const VIEW_CONTAINER = 'ninefold';
export const PHASES_VIEW = 'ninefold.phases';
export const SESSIONS_VIEW = 'ninefold.sessions';
/** The session view, a panel in the editor area. */
export const SESSION_PANEL = 'ninefold.sessionView';
export const TASKS_VIEW = 'ninefold.tasks';
/** Who offers the MCP server. */
export const MCP_PROVIDER = 'ninefold.mcp';

/** What a command needs before it makes sense; it is package.json's `enablement`. */
export const ENABLEMENTS = {
  always: undefined,
  workflow: 'ninefold:hasWorkflow',
  undo: 'ninefold:canUndoApproval',
} as const;

export interface CommandContribution {
  readonly needs: keyof typeof ENABLEMENTS;
  /** False for a command that only makes sense on a row or a message; it is hidden from the palette. */
  readonly isInPalette: boolean;
  /** Among several folders, of which a person is asked where neither row nor editor tells. Never: the shown one. */
  readonly asks: 'never' | 'folder' | 'workflow';
}

const anywhere = { needs: 'always', isInPalette: true, asks: 'never' } as const;
const inFolder = { needs: 'always', isInPalette: true, asks: 'folder' } as const;
const inWorkflow = { needs: 'always', isInPalette: true, asks: 'workflow' } as const;
const onWorkflow = { needs: 'workflow', isInPalette: true, asks: 'workflow' } as const;
const onRow = { needs: 'workflow', isInPalette: false, asks: 'workflow' } as const;

const onSession = { needs: 'always', isInPalette: false, asks: 'never' } as const;
const onTask = onSession;

export const COMMANDS = {
  'ninefold.startWorkflow': inFolder,
  'ninefold.switchWorkflow': inFolder,
  'ninefold.renameWorkflow': onWorkflow,
  'ninefold.pauseWorkflow': onWorkflow,
  'ninefold.cancelWorkflow': onWorkflow,
  'ninefold.deleteWorkflow': inFolder,
  'ninefold.setTask': onWorkflow,
  'ninefold.setBranch': onWorkflow,
  'ninefold.approvePhase': onWorkflow,
  'ninefold.undoApproval': { needs: 'undo', isInPalette: true, asks: 'workflow' },
  'ninefold.submitPhase': onWorkflow,
  'ninefold.rejectPhase': onWorkflow,
  'ninefold.skipPhase': onWorkflow,
  'ninefold.reopenPhase': onWorkflow,
  'ninefold.setPhase': onWorkflow,
  'ninefold.createDeliverable': onWorkflow,
  'ninefold.addDeliverable': onWorkflow,
  'ninefold.addCurrentFile': onWorkflow,
  'ninefold.adoptDeliverable': onRow,
  'ninefold.openDeliverable': onWorkflow,
  'ninefold.revealDeliverable': onRow,
  'ninefold.removeDeliverable': onWorkflow,
  'ninefold.recordDecision': onWorkflow,
  'ninefold.addNextStep': onWorkflow,
  'ninefold.createHandoff': inWorkflow,
  'ninefold.continueSession': inWorkflow,
  'ninefold.continueSessionWith': inWorkflow,
  'ninefold.openHandoff': onWorkflow,
  'ninefold.resumeWorkflow': inFolder,
  'ninefold.recoverWorkflow': inFolder,
  'ninefold.exportToon': inWorkflow,
  'ninefold.exportJson': inWorkflow,
  'ninefold.cleanHandoffs': inFolder,
  'ninefold.refreshContext': inFolder,
  'ninefold.shareState': onWorkflow,
  'ninefold.makeStatePrivate': onWorkflow,
  'ninefold.connectAgent': inFolder,
  'ninefold.disconnectAgent': inFolder,
  'ninefold.removeNinefold': inFolder,
  'ninefold.showPhases': anywhere,
  'ninefold.showSessions': anywhere,
  'ninefold.showSessionView': anywhere,
  'ninefold.pinSession': onSession,
  'ninefold.followNewestSession': anywhere,
  'ninefold.openTranscript': onSession,
  'ninefold.copySessionId': onSession,
  'ninefold.showAgentTasks': anywhere,
  'ninefold.createAgentTask': onWorkflow,
  'ninefold.runAgentTask': inFolder,
  'ninefold.cancelAgentTask': inFolder,
  'ninefold.acceptAgentTask': inFolder,
  'ninefold.discardAgentTask': inFolder,
  'ninefold.openTaskText': onTask,
  'ninefold.compareTaskFile': onTask,
  'ninefold.acceptTaskFile': onTask,
  'ninefold.rejectTaskFile': onTask,
  'ninefold.showActions': anywhere,
  'ninefold.setTokenUsage': anywhere,
  'ninefold.clearTokenUsage': anywhere,
  'ninefold.pinFile': anywhere,
  'ninefold.unpinFile': anywhere,
  'ninefold.copyBanner': anywhere,
  'ninefold.snoozeWarnings': anywhere,
  'ninefold.openJournal': inWorkflow,
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
  /** The only values; undefined where any text goes. */
  readonly values?: readonly string[];
  /** Not read from the settings of a folder that isn't trusted. */
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
  'ninefold.toon.problems': { default: 'all', scope: 'window', values: TOON_PROBLEM_CHOICES },
} as const satisfies Readonly<Record<string, SettingContribution>>;

export type SettingId = keyof typeof SETTINGS;

/** The type of each setting's value. */
export interface SettingValues {
  'ninefold.stateDirectory': string;
  'ninefold.claudeConfigDir': string;
  'ninefold.statusBar.format': StatusBarFormat;
  'ninefold.notifications': NotificationChoice;
  'ninefold.estimates': boolean;
  'ninefold.toon.problems': ToonProblemChoice;
}

/** What stands in the view while there is no tree; each but `loading` and `workflow` has its welcome text. */
export type ViewContent =
  'loading' | 'noFolder' | 'untrusted' | 'damaged' | 'noneActive' | 'empty' | 'workflow';

/** The type of each context key's value. */
export interface ContextKeyValues {
  'ninefold:view': ViewContent;
  /** More than one folder is in the tree: the view's title speaks of none of them. */
  'ninefold:hasManyFolders': boolean;
  'ninefold:hasWorkflow': boolean;
  'ninefold:canWrite': boolean;
  'ninefold:canUndoApproval': boolean;
  'ninefold:hasHandoff': boolean;
  /** An agent was connected since the window opened. */
  'ninefold:hasConnectedAgent': boolean;
  /** The list of sessions was read: where it is empty there are none. */
  'ninefold:hasSessionsRead': boolean;
  /** The list of agent tasks was read: where it is empty there are none. */
  'ninefold:hasTasksRead': boolean;
  /** Paths of the files that are pinned to the working set. */
  'ninefold:pinnedFiles': readonly string[];
}

export const CONTEXT_KEYS = [
  'ninefold:view',
  'ninefold:hasManyFolders',
  'ninefold:hasWorkflow',
  'ninefold:canWrite',
  'ninefold:canUndoApproval',
  'ninefold:hasHandoff',
  'ninefold:hasConnectedAgent',
  'ninefold:hasSessionsRead',
  'ninefold:hasTasksRead',
  'ninefold:pinnedFiles',
] as const satisfies readonly (keyof ContextKeyValues)[];

export type ContextKey = (typeof CONTEXT_KEYS)[number];
