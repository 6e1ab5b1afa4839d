/** Gemini CLI's part of the matrix: model × threshold × connected × with or without a terminal. */
import type { Cell, CellReading, Place } from './cells.ts';
import { Gemini } from './gemini.ts';

/** Above half of 1,048,576: the next prompt compresses. */
const TOKENS = 530_000;
const MODELS = ['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-3.5-flash-lite'] as const;

interface Kind {
  readonly model: string;
  /** Of `model.compressionThreshold`; null for the agent's own. */
  readonly threshold: number | null;
  readonly isConnected: boolean;
  readonly hasTerminal: boolean;
}

/** Every cell of Gemini CLI. */
export const geminiCells: readonly Cell[] = MODELS.flatMap((model) =>
  [null, 0.3].flatMap((threshold) =>
    [false, true].flatMap((isConnected) =>
      [false, true].map((hasTerminal) => cellOf({ model, threshold, isConnected, hasTerminal })),
    ),
  ),
);

function cellOf(kind: Kind): Cell {
  const { model, threshold, isConnected, hasTerminal } = kind;
  const name = [
    'gemini',
    model,
    ...(threshold === null ? [] : [`compressionThreshold ${threshold}`]),
    isConnected ? 'connected' : 'transcript',
    hasTerminal ? 'terminal' : 'headless',
  ].join(' · ');
  const isSampled = model === 'gemini-2.5-pro' && threshold === null && (isConnected || !hasTerminal);
  return { name, isSampled, read: (place) => readGemini(kind, place) };
}

async function readGemini(kind: Kind, { sandbox, server }: Place): Promise<CellReading> {
  const { model, threshold } = kind;
  const gemini = new Gemini(sandbox, server, {
    model,
    ...(threshold === null ? {} : { settings: { model: { compressionThreshold: threshold } } }),
  });
  if (kind.isConnected) await sandbox.ninefold('connect', 'gemini');
  server.queue({ text: 'Hello from the model', input: TOKENS, output: 31 });
  return kind.hasTerminal ? readInTerminal(gemini, sandbox) : readHeadless(gemini, sandbox, model);
}

/** Without a terminal it says only the tokens. */
async function readHeadless(gemini: Gemini, sandbox: Place['sandbox'], model: string): Promise<CellReading> {
  const { stats } = await gemini.ask('hello');
  const tokens = String(stats.models[model]?.tokens.prompt);
  const meter = await sandbox.ninefoldJson('meter');
  return { said: { tokens, window: null, percent: null, compactsAt: undefined }, meter };
}

/** What it says when it compresses at the next prompt is of the figures before. */
async function readInTerminal(gemini: Gemini, sandbox: Place['sandbox']): Promise<CellReading> {
  const terminal = await gemini.open();
  try {
    await terminal.enter('hello', /Hello from the model/);
    const meter = await sandbox.ninefoldJson('meter');
    const [, percent] = await terminal.enter('again', /Context compressed from (\d+)%/);
    const said = { tokens: String(TOKENS), window: null, percent: Number(percent), compactsAt: undefined };
    return { said, meter };
  } finally {
    await terminal.close();
  }
}
