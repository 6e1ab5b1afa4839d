/**
 * Small programs that agents' settings refer to. They outlive the extension: without it, they exit silently where an
 * agent waits for them, and the user's own status line still runs.
 */

import { shellWord } from './shell-words.ts';

export interface LauncherTarget {
  /** The JavaScript runtime: VS Code's own, or Node. Absolute. */
  readonly runtime: string;
  /** `cli.js`, absolute. */
  readonly cli: string;
}

/** A line of every program that is installed. */
export const LAUNCHER_MARK = 'Written by `ninefold connect`';

const GONE =
  'ninefold: the Ninefold extension is gone; install it again, or take its entries out of the settings of your agents';
const NO_RUNTIME =
  'ninefold: VS Code is gone and there is no Node.js 20 or newer on PATH; install one of them';

/** Makes `ninefold`, which runs the command line with any version of the extension, with or without Node on PATH. */
export function launcherScript({ runtime, cli }: LauncherTarget): string {
  return `#!/bin/sh
# Runs Ninefold for your agents. ${LAUNCHER_MARK}, taken away by \`ninefold disconnect\`.
ninefold_runtime=${shellWord(runtime)}
ninefold_cli=${shellWord(cli)}

# Quiet where an agent waits for an answer.
ninefold_give_up() {
  case $1 in
  hook | statusline) exit 0 ;;
  esac
  echo "$2" >&2
  exit 1
}

if [ ! -f "$ninefold_cli" ]; then
  # An update lies beside the version that was there before.
  ninefold_version=\${ninefold_cli%/dist/cli.js}
  ninefold_cli=
  case \${ninefold_version##*/} in
  ninefold.ninefold-*)
    for ninefold_found in "\${ninefold_version%/*}"/ninefold.ninefold-*/dist/cli.js; do
      if [ -f "$ninefold_found" ]; then
        if [ -z "$ninefold_cli" ] || [ "$ninefold_found" -nt "$ninefold_cli" ]; then ninefold_cli=$ninefold_found; fi
      fi
    done
    ;;
  esac
  [ -n "$ninefold_cli" ] || ninefold_give_up "$1" ${shellWord(GONE)}
fi

if [ -x "$ninefold_runtime" ]; then
  ELECTRON_RUN_AS_NODE=1
  export ELECTRON_RUN_AS_NODE
  exec "$ninefold_runtime" "$ninefold_cli" "$@"
fi
if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
  exec node "$ninefold_cli" "$@"
fi
ninefold_give_up "$1" ${shellWord(NO_RUNTIME)}
`;
}

/** Makes `ninefold.cmd`, the same for Windows. */
export function launcherCommandFile({ runtime, cli }: LauncherTarget): string {
  const extensions = cli.replace(/[\\/][^\\/]+[\\/]dist[\\/]cli\.js$/, '');
  const lines = [
    '@echo off',
    `rem Runs Ninefold for your agents. ${LAUNCHER_MARK}, taken away by \`ninefold disconnect\`.`,
    'setlocal DisableDelayedExpansion',
    'rem No program is looked for in the current folder.',
    'set "NoDefaultCurrentDirectoryInExePath=1"',
    `set "NINEFOLD_RUNTIME=${batchText(runtime)}"`,
    `set "NINEFOLD_CLI=${batchText(cli)}"`,
    'if exist "%NINEFOLD_CLI%" goto found',
    'rem An update lies beside the version that was there before.',
    `for /d %%d in ("${batchText(extensions)}\\ninefold.ninefold-*") do if exist "%%~d\\dist\\cli.js" set "NINEFOLD_CLI=%%~d\\dist\\cli.js"`,
    'if exist "%NINEFOLD_CLI%" goto found',
    'if "%~1"=="hook" exit /b 0',
    'if "%~1"=="statusline" exit /b 0',
    `echo ${GONE} 1>&2`,
    'exit /b 1',
    ':found',
    'if not exist "%NINEFOLD_RUNTIME%" goto node',
    'set ELECTRON_RUN_AS_NODE=1',
    '"%NINEFOLD_RUNTIME%" "%NINEFOLD_CLI%" %*',
    'exit /b %ERRORLEVEL%',
    ':node',
    'node -e "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)" 2>nul',
    'if errorlevel 1 goto none',
    'node "%NINEFOLD_CLI%" %*',
    'exit /b %ERRORLEVEL%',
    ':none',
    'if "%~1"=="hook" exit /b 0',
    'if "%~1"=="statusline" exit /b 0',
    `echo ${NO_RUNTIME} 1>&2`,
    'exit /b 1',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Within the quotes of a batch file's \`set\`, only `%` is special. */
function batchText(text: string): string {
  return text.replaceAll('%', '%%');
}
