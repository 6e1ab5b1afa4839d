/** Codex's part of the matrix: model × config × connected × with or without a terminal. */
import type { Cell, CellReading, Place } from './cells.ts';
import { Codex, readStatus } from './codex.ts';
import type { Terminal } from './terminal.ts';

const TOKENS = 63_500;
const MODELS = ['gpt-5.2-codex', 'gpt-5.2', 'gpt-5.4', 'gpt-6-codex', 'my-gateways-model'] as const;

/** Lines of config.toml that decide the window or the compaction. */
const CONFIGS = {
  '': '',
  'model_context_window = 120000': 'model_context_window = 120000',
  'model_auto_compact_token_limit = 100000': 'model_auto_compact_token_limit = 100000',
} as const;

interface Kind {
  readonly model: string;
  readonly config: keyof typeof CONFIGS;
  readonly isConnected: boolean;
  readonly hasTerminal: boolean;
}

/** Every cell of Codex. */
export const codexCells: readonly Cell[] = MODELS.flatMap((model) =>
  (Object.keys(CONFIGS) as (keyof typeof CONFIGS)[]).flatMap((config) =>
    [false, true].flatMap((isConnected) =>
      [false, true].map((hasTerminal) => cellOf({ model, config, isConnected, hasTerminal })),
    ),
  ),
);

function cellOf(kind: Kind): Cell {
  const { model, config, isConnected, hasTerminal } = kind;
  const name = [
    'codex',
    model,
    ...(config === '' ? [] : [config]),
    isConnected ? 'connected' : 'transcript',
    hasTerminal ? 'terminal' : 'headless',
  ].join(' · ');
  const isSampled =
    model === 'gpt-5.2-codex' && isConnected === hasTerminal && (config === '' || hasTerminal);
  return { name, isSampled, read: (place) => readCodex(kind, place) };
}

async function readCodex(kind: Kind, { sandbox, server }: Place): Promise<CellReading> {
  const codex = new Codex(sandbox, server, { model: kind.model, config: CONFIGS[kind.config] });
  if (kind.isConnected) await sandbox.ninefold('connect', 'codex');
  const turn = { text: 'Hello from the model', input: TOKENS, cached: 1_000, output: 31 };
  server.queue(turn, turn);
  const open = (...options: readonly string[]): Promise<Terminal> =>
    kind.isConnected ? codex.openTrustingHooks(...options) : codex.open(...options);
  if (kind.hasTerminal) return readStatusAfter(await open(), sandbox);
  const { threadId } = await codex.ask('hello');
  const meter = await sandbox.ninefoldJson('meter');
  // Only a call of its own tells the resumed session what is in use: here the same.
  const { said } = await readStatusAfter(await open('resume', threadId), sandbox);
  return { said, meter };
}

async function readStatusAfter(terminal: Terminal, sandbox: Place['sandbox']): Promise<CellReading> {
  try {
    await terminal.enter('say it again', /say it again[^]*Hello from the model/);
    await terminal.enter('/status', /Context window:/);
    const meter = await sandbox.ninefoldJson('meter');
    return { said: readStatus(terminal.screen()), meter };
  } finally {
    await terminal.close();
  }
}
