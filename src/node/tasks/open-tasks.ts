/** Wires the agent tasks of a folder. Writes nothing. */

import { AgentTaskService } from '../../core/service/agent-task-service.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { userCacheFolder } from '../machine/cache-folder.ts';
import { systemEnvironment } from '../machine/environment.ts';
import { MergeWriter } from './merge-writer.ts';
import { rememberRunWindows } from './run-windows.ts';
import { MarkedCopies, TaskFiles } from './task-files.ts';
import { TaskRunner } from './task-runner.ts';
import { TaskStore } from './task-store.ts';
import { TaskWorktrees } from './task-worktrees.ts';

interface OpenTasks {
  readonly service: WorkflowService;
  readonly layout: StateLayout;
  readonly prepare: () => Promise<void>;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  readonly isTrusted: () => boolean;
}

export function openTasks(options: OpenTasks): AgentTaskService {
  const { service, layout, prepare, environment, home, isTrusted } = options;
  const worktrees = new TaskWorktrees(
    layout,
    userCacheFolder({ env: environment, home, platform: process.platform }),
  );
  const machine = { ...systemEnvironment(), home, env: environment, isTrusted };
  const flatFolder = async (): Promise<string> => (await service.ports.workspace.rules()).tasks.folder;
  return new AgentTaskService(service, {
    store: new TaskStore({ layout, prepare, flatFolder }),
    files: new TaskFiles(layout, worktrees, isTrusted),
    marked: new MarkedCopies(),
    worktrees,
    merges: new MergeWriter(layout),
    runner: new TaskRunner(environment, layout.folder, (start) => rememberRunWindows(start, machine)),
  });
}
