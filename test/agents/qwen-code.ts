/** Qwen Code, run for real against the model server. */
import { qwenProgram } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import type { Sandbox } from './sandbox.ts';
import { Terminal } from './terminal.ts';

/** Returns a function that asks one prompt in a terminal, because only there it records its process and its end. */
export function qwenCode(
  sandbox: Sandbox,
  server: ModelServer,
): (prompt: string, answer: RegExp) => Promise<string> {
  sandbox.writeHome('.qwen/settings.json', {
    general: { enableAutoUpdate: false },
    privacy: { usageStatisticsEnabled: false },
    model: { generationConfig: { contextWindowSize: 128_000 } },
    // Its to-do list is off unless it is set. Tools that aren't declared are called through another tool.
    tools: { todoWrite: { enabled: true }, eager: ['run_shell_command', 'todo_write'] },
  });
  const variables = {
    OPENAI_BASE_URL: `${server.url}/v1`,
    OPENAI_API_KEY: 'dummy',
    OPENAI_MODEL: 'loopback-model',
    QWEN_CODE_SUPPRESS_YOLO_WARNING: '1',
  };
  return async (prompt, answer) => {
    const terminal = new Terminal(qwenProgram, ['--yolo', '-i', prompt], {
      cwd: sandbox.folder,
      env: sandbox.environment(variables),
    });
    try {
      await terminal.shows(answer);
      const screen = terminal.screen();
      await terminal.leave('/quit');
      return screen;
    } finally {
      await terminal.close();
    }
  };
}
