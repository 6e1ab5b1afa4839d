/** The bundles that ship: name in dist/ → entry. */
export const bundles = {
  extension: 'src/host/extension.ts',
  commands: 'src/host/commands/commands.ts',
  failures: 'src/core/failures/failures.ts',
  deferred: 'src/host/deferred-parts.ts',
  engine: 'src/node/engine.ts',
  cli: 'src/cli/main.ts',
  'command-line': 'src/cli/command-line.ts',
  quick: 'src/cli/quick.ts',
  redactor: 'src/node/redactor/redactor.ts',
  connect: 'src/node/connect/connect-bundle.ts',
  uninstall: 'src/node/connect/uninstall.ts',
  context: 'src/node/context/context-loader.ts',
  tokenizer: 'src/node/tokens/tokenizer-worker.ts',
  usage: 'src/node/usage/usage-worker.ts',
  activity: 'src/node/activity/activity-worker.ts',
  toon: 'src/node/toon/toon-worker.ts',
  mcp: 'src/mcp/main.ts',
};

/**
 * Bundles of several files (`scripts/split-bundle.mjs`): name → the file that is loaded before each part that the
 * bundle loads when it needs it.
 */
export const splitBundles = {
  activity: bundles.activity,
  'command-line': 'src/cli/run.ts',
  quick: bundles.quick,
  engine: bundles.engine,
  context: bundles.context,
  tokenizer: bundles.tokenizer,
  mcp: 'src/mcp/server.ts',
  usage: bundles.usage,
};

/** Bundles of a process that answers and ends, whose file functions don't use the thread pool. */
export const atOnce = ['command-line', 'quick'];

/** Bundles for a webview page, with browser features and without Node: name in dist/ → entry. */
export const pages = {
  'session-view': 'src/webview/main.ts',
};
