/** Reads command lines with the eyes of one project: which of its checks they run, and whether these passed. */

import { wayTo } from '../paths/paths.ts';
import type { CheckReader, ProjectChecks, ProjectRun } from './check-run.ts';
import { judgeChecks, onlyCheck } from './judge-checks.ts';

/**
 * Makes the reader of a project.
 *
 * @param workspace absolute path of the project's folder
 */
export function checkReader(project: ProjectChecks, workspace: string): CheckReader {
  return {
    testCommand: project.commands.test ?? null,
    keyOf(line) {
      const check = onlyCheck(line, project);
      return check?.folder == null ? line : keyIn(check.folder, check.command);
    },
    isTest(key) {
      const check = onlyCheck(key, project);
      return check?.folder === '' && check.kind === 'test';
    },
    runs(line, end, inside) {
      if (inside === null) return [];
      return judgeChecks(line, end, project).flatMap(
        ({ folder, command, result, exitCode: own }): readonly ProjectRun[] => {
          const place = folder === null ? null : within(workspace, inside, folder);
          return place === null ? [] : [{ key: keyIn(place, command), result, exitCode: own }];
        },
      );
    },
    resultOf(line, end, inside) {
      const [run, ...others] = this.runs(line, end, inside);
      if (run !== undefined && others.length === 0) {
        return { key: run.key, result: run.result, isRecognized: true };
      }
      const said = end.verdict?.result ?? null;
      const isRecognized = run !== undefined || said !== null;
      if (said === 'none') return { result: 'unknown', isRecognized };
      return { result: end.exitCode === 0 ? 'pass' : 'fail', isRecognized };
    },
  };
}

/** Names a check in a folder of the workspace; empty for the workspace itself. */
function keyIn(folder: string, command: string): string {
  return folder === '' ? command : `cd ${folder} && ${command}`;
}

/** Joins a folder and one that a command changed to; null if it leads outside. */
function within(workspace: string, inside: string, folder: string): string | null {
  if (/^[A-Za-z]:/.test(folder)) return wayTo(folder, workspace, 'win32');
  if (folder.startsWith('/')) return wayTo(folder, workspace, 'linux');
  const parts = inside === '' ? [] : inside.split('/');
  for (const part of folder.split('/').filter((name) => name !== '')) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
