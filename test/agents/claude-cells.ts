/** Claude Code's part of the matrix: version × model × host × variable × connected × with or without a terminal. */
import { ClaudeCode, type ClaudeSetup, readContext } from './claude-code.ts';
import type { Cell, CellReading, Place } from './cells.ts';

/** A session: full enough that levels matter, and no percent between two whole ones. */
const TOKENS = 152_000;
/** Fits the smallest window that a variable sets. */
const TOKENS_WITH_VARIABLE = 60_000;

const MODELS = [
  'claude-opus-4-5-20251101',
  'claude-opus-4-6',
  'claude-opus-4-7',
  'claude-opus-5',
  'claude-sonnet-4-5-20250929',
  'claude-sonnet-4-6',
  'claude-sonnet-5',
  'claude-haiku-4-5-20251001',
  'claude-haiku-5-5',
  'claude-fable-5',
  'claude-mythos-5',
  'claude-opus-4-6[1m]',
  'claude-opus-4-7[1m]',
  'my-gateways-model',
] as const;

/** Models that the variables are tried on: small window, large window, and a large one with its own compaction. */
const MODELS_WITH_VARIABLE = ['claude-opus-4-6', 'claude-opus-4-7', 'claude-sonnet-5'] as const;

/** Settings that decide the window or the compaction, as they are in the user's settings.json. */
const VARIABLES: Readonly<Record<string, Pick<ClaudeSetup, 'settings' | 'settingsEnv'>>> = {
  'MAX_CONTEXT_TOKENS=120000': { settingsEnv: { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '120000' } },
  'MAX_CONTEXT_TOKENS=120000 DISABLE_COMPACT=1': {
    settingsEnv: { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '120000', DISABLE_COMPACT: '1' },
  },
  'AUTO_COMPACT_WINDOW=150000': { settingsEnv: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '150000' } },
  'AUTO_COMPACT_WINDOW=50000': { settingsEnv: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '50000' } },
  'AUTOCOMPACT_PCT_OVERRIDE=50': { settingsEnv: { CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '50' } },
  'DISABLE_1M_CONTEXT=1': { settingsEnv: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } },
  'MAX_OUTPUT_TOKENS=8000': { settingsEnv: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8000' } },
  'DISABLE_AUTO_COMPACT=1': { settingsEnv: { DISABLE_AUTO_COMPACT: '1' } },
  'autoCompactWindow 150000': { settings: { autoCompactWindow: 150_000 } },
  'autoCompactEnabled false': { settings: { autoCompactEnabled: false } },
};

/** Anthropic's own; a gateway that the user's settings name; one that only the agent's environment names; a cloud. */
type Host = 'own' | 'gateway' | 'gateway unseen' | Cloud;
type Cloud = 'bedrock' | 'vertex' | 'foundry';

/** What makes the agent call a cloud, without an account. */
function cloudVariables(cloud: Cloud, url: string): Readonly<Record<string, string>> {
  const variables: Readonly<Record<Cloud, Readonly<Record<string, string>>>> = {
    bedrock: {
      CLAUDE_CODE_USE_BEDROCK: '1',
      CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
      ANTHROPIC_BEDROCK_BASE_URL: url,
      AWS_REGION: 'us-east-1',
    },
    vertex: {
      CLAUDE_CODE_USE_VERTEX: '1',
      CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
      ANTHROPIC_VERTEX_BASE_URL: url,
      ANTHROPIC_VERTEX_PROJECT_ID: 'shop',
      CLOUD_ML_REGION: 'us-east5',
    },
    foundry: {
      CLAUDE_CODE_USE_FOUNDRY: '1',
      ANTHROPIC_FOUNDRY_API_KEY: 'dummy',
      ANTHROPIC_FOUNDRY_BASE_URL: url,
    },
  };
  return variables[cloud];
}

/** With another base URL, this variable makes the agent take the host for Anthropic's. */
const OWN = { _CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL: '1' };

interface Kind {
  readonly version: ClaudeSetup['version'];
  readonly model: string;
  readonly host: Host;
  readonly variable?: string;
  readonly isConnected: boolean;
  readonly hasTerminal: boolean;
}

/** Every cell of Claude Code. */
export const claudeCells: readonly Cell[] = kinds().map((kind) => ({
  name: nameOf(kind),
  isSampled: isSampled(kind),
  read: (place) => readClaude(kind, place),
}));

function kinds(): readonly Kind[] {
  const ways = [
    { isConnected: false, hasTerminal: false },
    { isConnected: true, hasTerminal: false },
    { isConnected: false, hasTerminal: true },
    { isConnected: true, hasTerminal: true },
  ];
  const hosts = ['gateway', 'own'] as const;
  const all = (version: Kind['version'], models: readonly string[], variable?: string) =>
    models.flatMap((model) =>
      hosts.flatMap((host) =>
        ways.map((way) => ({
          version,
          model,
          host,
          ...way,
          ...(variable === undefined ? {} : { variable }),
        })),
      ),
    );
  return [
    ...all('newest', MODELS),
    ...all('before', MODELS).filter(({ hasTerminal, isConnected }) => hasTerminal === isConnected),
    // Only its status line knows such a gateway.
    ...(['newest', 'before'] as const).flatMap((version) =>
      MODELS_WITH_VARIABLE.map((model): Kind => ({
        version,
        model,
        host: 'gateway unseen',
        isConnected: true,
        hasTerminal: true,
      })),
    ),
    ...(['newest', 'before'] as const).flatMap((version) =>
      (['bedrock', 'vertex', 'foundry'] as const).flatMap((host) =>
        MODELS_WITH_VARIABLE.map((model): Kind => ({
          version,
          model,
          host,
          isConnected: false,
          hasTerminal: false,
        })),
      ),
    ),
    ...Object.keys(VARIABLES)
      .flatMap((variable) => all('newest', MODELS_WITH_VARIABLE, variable))
      .filter(({ host, hasTerminal, isConnected }) => host === 'gateway' && hasTerminal === isConnected),
  ];
}

function nameOf({ version, model, host, variable, isConnected, hasTerminal }: Kind): string {
  return [
    version === 'newest' ? 'claude-code' : 'claude-code before',
    model,
    host,
    ...(variable === undefined ? [] : [variable]),
    isConnected ? 'connected' : 'transcript',
    hasTerminal ? 'terminal' : 'headless',
  ].join(' · ');
}

/** A cell of each kind: the other models and hosts differ in a table's entry. */
function isSampled({ version, model, host, variable, isConnected, hasTerminal }: Kind): boolean {
  if (version === 'before')
    return model === 'claude-opus-4-7' && host !== 'own' && isConnected === hasTerminal;
  if (host !== 'own' && host !== 'gateway') return false;
  if (variable !== undefined) {
    const sampled = variable.startsWith('DISABLE_1M') ? 'claude-opus-4-7' : 'claude-opus-4-6';
    return model === sampled && !hasTerminal && !variable.startsWith('autoCompact');
  }
  if (host === 'own') return model === 'claude-opus-4-7' && isConnected && hasTerminal;
  if (hasTerminal) return model === 'claude-opus-4-6';
  return !isConnected && /opus-4-[567]$|sonnet-5|haiku-4/.test(model);
}

async function readClaude(kind: Kind, { sandbox, server }: Place): Promise<CellReading> {
  const { version, model, host, variable, isConnected, hasTerminal } = kind;
  const setting = variable === undefined ? {} : VARIABLES[variable];
  const claude = new ClaudeCode(sandbox, server, {
    version,
    model,
    ...setting,
    ...(host === 'own' ? { processEnv: OWN } : {}),
    settingsEnv: {
      ...hostVariables(host, server.url),
      ...setting?.settingsEnv,
    },
  });
  if (isConnected) await sandbox.ninefold('connect', 'claude-code');
  const input = variable === undefined ? TOKENS : TOKENS_WITH_VARIABLE;
  server.queue({ text: 'Hello from the model', input, cached: input / 2, output: 20 });
  const read = hasTerminal
    ? await readInTerminal(claude, sandbox, isConnected)
    : await readHeadless(claude, sandbox);
  // /context shows its usual point although the agent compacts before it, as compaction.test.ts sees.
  const isShown = variable?.startsWith('AUTOCOMPACT_PCT') !== true;
  return isShown ? read : { ...read, said: { ...read.said, compactsAt: undefined } };
}

function hostVariables(host: Host, url: string): Readonly<Record<string, string>> {
  if (host === 'gateway') return { ANTHROPIC_BASE_URL: url };
  return host === 'own' || host === 'gateway unseen' ? {} : cloudVariables(host, url);
}

async function readHeadless(claude: ClaudeCode, sandbox: Place['sandbox']): Promise<CellReading> {
  const { sessionId } = await claude.ask('hello');
  const meter = await sandbox.ninefoldJson('meter');
  return { said: await claude.saysOf(sessionId), meter };
}

async function readInTerminal(
  claude: ClaudeCode,
  sandbox: Place['sandbox'],
  isConnected: boolean,
): Promise<CellReading> {
  const terminal = await claude.open();
  try {
    await terminal.enter('hello', /Hello from the model/);
    // Ninefold's status line, which the agent draws some time after the answer.
    if (isConnected) await terminal.shows(/\d of [\d,]+ tokens \(\d+%\)/);
    // It ends with the skills.
    await terminal.enter('/context', /\d+ skills|Skills · \/skills/);
    const meter = await sandbox.ninefoldJson('meter');
    return { said: readContext(terminal.screen()), meter };
  } finally {
    await terminal.close();
  }
}
