/**
 * Tests of the unit suite that need what Windows doesn't have, or what Wine doesn't have in its place. The first part is
 * left out on Windows too, the rest only by `npm run test:windows`: `.github/workflows/check.yml` runs it on real Windows.
 */

/**
 * @typedef {object} LeftOut
 * @property {string} needs what isn't there
 * @property {string} reason why it isn't
 * @property {'windows' | 'wine'} on where it is missing
 * @property {Readonly<Record<string, readonly string[] | 'all'>>} tests by file, how their full titles begin
 */

/** @type {readonly LeftOut[]} */
export const LEFT_OUT = [
  {
    needs: '/bin/sh or a program of POSIX systems (mkfifo, rm, touch)',
    reason: 'Windows has neither.',
    on: 'windows',
    tests: {
      'cli/connect-command.test.ts': [
        'ninefold connect, disconnect stores what the agent gives its status line',
      ],
      'checks/check-command.test.ts': [
        'ninefold check never takes a program out of the workspace folder by its bare name',
        'ninefold check which is to end',
      ],
      'cli/session-life.test.ts': [
        'the life of a session without a window starts in a process that loads the context beyond that time',
      ],
      'connect/connect.test.ts': [
        'connecting an agent gives hooks to every agent that has some',
        'connecting an agent starts the server of a shared file with any home folder',
      ],
      'connect/own-status-line.test.ts': 'all',
      'connect/programs.test.ts': [
        'the launcher runs the command line with VS Code’s own runtime',
        'the launcher finds the newest of the versions',
        'the launcher forgets what a session told',
        'the launcher ends quietly for an agent',
        'the launcher falls back to Node on PATH',
        'the status-line bridge stores',
        'the status-line bridge runs the user’s own line',
        'the status-line bridge goes on with the user’s own line',
      ],
      'session/launch-line.test.ts': ['the line that launches an agent is read by a shell'],
      'files/hostile-files.test.ts': ['what stands in the place of a file'],
      'cli/hooks-hostile.test.ts': [
        'hooks that are given something else do without a transcript that is missing, empty, a folder, a pipe or not one',
        'hooks that are given something else say it where git takes too long, instead of letting the session wait',
        'hooks that are given something else answer at a place that was removed under them',
      ],
      'cli/reading-commands.test.ts': [
        'reading commands ends without a word where the reader has seen enough',
      ],
      'files/foreign-records.test.ts': [
        'somebody else’s file in the place of a record or a cache is still there, or kept, after every command that would write it',
      ],
      'files/safe-read.test.ts': [
        'reading files safely names what else stands there, and waits for none of it',
      ],
      'node/faults.test.ts': [
        'faults of the disk the system’s own limit of a file’s size cuts a line, and it is cut off again',
      ],
      'node/forged-locks.test.ts': [
        'a forged lock ends in lock-busy with the takeover file where these lead in a circle',
        'a forged lock names a takeover file that is a folder, a link, a pipe or huge',
        'a forged lock lets every writer come to an end and touches nothing else, whatever stands there',
      ],
      'recovery/older-places.test.ts': [
        'state in the places of other tools carries the project in its names too, and the newest document says how far it is',
        'state in the places of other tools is left alone where a link or a pipe stands in its place',
      ],
      'security/never.test.ts': [
        'what never happens a path that leads outside is refused, given or found in state, and its file is not opened',
      ],
    },
  },
  {
    needs: 'permissions that close a folder to its owner, or another user to run as',
    reason: 'On Windows, a mode closes files only, and a process can only be of its own user.',
    on: 'windows',
    tests: {
      'cli/bundle-loader.test.ts': ['the loader of bundles runs nothing'],
      'cli/command-line.test.ts': ['command line refuses a folder it may not write'],
      'cli/config.test.ts': ['the rules on the command line say so where the folder is read-only'],
      'recovery/emergency.test.ts': [
        'save --emergency falls back for a workflow in a folder that may not be written',
      ],
      'meter/robustness.test.ts': ['the meter under strain a transcript that may not be read any more'],
      'node/faults.test.ts': ['faults of the disk a folder made read-only meanwhile refuses'],
      'tasks/merge-crash.test.ts': [
        'a merge that fails half-way gives files that were there their mode back',
      ],
      'tasks/task-merge.test.ts': ['a merge keeps the mode of a file'],
    },
  },
  {
    needs: 'a PATH with `:` between its folders',
    reason: 'It is a part of their names there.',
    on: 'windows',
    tests: {
      'node/programs.test.ts': [
        'programs on the PATH are those that may be run, in any of its folders',
        'programs on the PATH are found by their whole path, and never in a closed folder',
      ],
    },
  },
  {
    needs: 'a file that is replaced while it is open',
    reason: 'Windows waits until it is closed, which files-of-windows.test.ts tests.',
    on: 'windows',
    tests: { 'node/faults.test.ts': ['files that others use are read to their end by who opened them'] },
  },
  {
    needs: 'the served workbench',
    reason: 'It is made for Linux.',
    on: 'windows',
    tests: { 'tools/launch.test.ts': ['launch.json opens the extension by the arguments'] },
  },
  {
    needs: 'git',
    reason: 'No package registry has Git for Windows.',
    on: 'wine',
    tests: {
      'checks/check-command.test.ts': [
        'ninefold check keeps outputs private where state is shared, and the newest of them only',
      ],
      'cli/folder-commands.test.ts': [
        'commands on the folder and its workflows takes back every byte it wrote, git’s private exclude file included',
        'commands on the folder and its workflows keeps every folder of a repository private, whatever it is called, and takes each back by itself',
        'commands on the folder and its workflows shares the journals in git, keeps the rest private, and takes it back',
        'commands on the folder and its workflows shows a linked worktree the main one’s workflow',
      ],
      'cli/hooks.test.ts': [
        'hooks of Claude Code SessionStart tells what drifted since the handoff: branch, commits, files',
      ],
      'cli/in-a-hook.test.ts': 'all',
      'cli/merged-state.test.ts': 'all',
      'cli/observed-checks.test.ts': 'all',
      'cli/reading-commands.test.ts': [
        'reading commands has null for git where there is no repository or no commit',
      ],
      'cli/resume-command.test.ts': [
        'ninefold resume says of a cancelled workflow how to continue it',
        'ninefold resume reports drift, then prints the prompt as its last line',
        'ninefold resume offers a new handoff where more was recorded since',
        'ninefold resume tells a second session who holds the workflow, and lets it take over',
        'ninefold resume knows a session that lives by its process, and one that ended by its old transcript',
      ],
      'cli/secrets.test.ts': [
        'the command line on secrets names recognized secrets before it shares, and goes on only with a person’s yes',
        'the command line on secrets shows an agent no secret that somebody said, whichever command reads it, and a person all of it',
      ],
      'cli/session-handoff-care.test.ts': [
        'the handoff of a session is removed with what Ninefold wrote in the folder, its archive too',
      ],
      'cli/session-handoff.test.ts': [
        'handoff of a session names task, files, checks, to-dos, and the last prompt; quotes what was observed',
        'handoff of a session writes nothing else but what keeps it private',
        'handoff of a session is listed, shown, resumed, and archived by the next one',
        'handoff of a session is told to the next session in one line, and not to its own',
        'handoff of a session is of the session that is named, and refused for one that is not there',
        'handoff of a session needs no transcript if the rule forbids reading it',
        'handoff of a session adds what was observed to the handoff of a workflow',
      ],
      'cli/shared-checkouts.test.ts': 'all',
      'cli/shared-state.test.ts': 'all',
      'cli/tasks.test.ts': 'all',
      'context/fixtures.test.ts': [
        'project context of a code base finds the same by git as by the walk without it',
      ],
      'context/loader.test.ts': ['project context on disk shows nothing in git'],
      'context/scan.test.ts': [
        'scan of a folder leaves out what git ignores, what others wrote and what tests feed on',
        'scan of a folder follows no link',
      ],
      'files/persons-link.test.ts': [
        'a link in the place of the rules that leads out is a person’s own until git tracks it: read then, and refused with its target after',
        'a link in the place of the rules that leads out is never written through, in a repository',
        'a link in the place of the rules that stays in the folder is followed, tracked or not',
        'a link in the place of the state root is a person’s own until git tracks it, and refused with its target after',
        'a link in the place of the state root is refused between the folder and a root further down as well',
        'whether git tracks a path is told from the index in its every version, for whole names alone',
        'whether git tracks a path is told in a linked worktree from that one’s own index, and never without a repository',
      ],
      'files/swapped.test.ts': [
        'a file that another process exchanges with a link out, between check and use is never read as rules, nor written through, where git tracks it',
      ],
      'handoff/drift-document.test.ts': 'all',
      'host/activity-tracker.test.ts': 'all',
      'host/open-journal.test.ts': [
        'Open Journal shows the only segment',
        'Open Journal asks which of several segments',
      ],
      'host/question-commands.test.ts': 'all',
      'host/review-phase.test.ts': [
        'the review of a phase compares every file that changed since the last gate with what was committed then',
      ],
      'host/start-from-session.test.ts': 'all',
      'host/start-workflow.test.ts': ['Start Workflow… offers the preset'],
      'handoff/drift.test.ts': 'all',
      'merge/segment-lines.test.ts': ['a line of a segment keeps git from taking'],
      'merge/shared-histories.test.ts': 'all',
      'node/git.test.ts': 'all',
      'node/own-files.test.ts': [
        'a file of a person’s own that git leaves out by stays a link, with its permissions and its bytes',
        'a file of a person’s own that is a link to nothing is left, and named',
      ],
      'node/private-state.test.ts': 'all',
      'node/proposals.test.ts': [
        'edits of the exports by git are no proposals: a checkout moves nothing',
        'edits of the exports are looked for without the exports of a clone, if nobody changed its state',
      ],
      'node/redactor.test.ts': [
        'what the redactor leaves is every text of this repository but for the examples above',
      ],
      'node/service.test.ts': [
        'workflow service on files records commit, branch and the hash of every deliverable with a handoff',
        'workflow service on files says so where git is missing a repository, and asks no git in a folder that is not trusted',
      ],
      'node/state-root.test.ts': [
        'state root is the main worktree’s in a linked one, while paths are those of the linked one',
        'state root is the main worktree’s of one that was moved, and of no folder that only says that it is one',
        'state root is private from the first write: git sees nothing of it',
      ],
      'packages/release.test.ts': 'all',
      'recovery/emergency.test.ts': ['save --emergency hands over the folder where there is no workflow'],
      'recovery/older-places.test.ts': [
        'state in the places of other tools is not what commits alone suggest: they are shown by recover, and by nothing else',
      ],
      'recovery/recover.test.ts': [
        'recover brings back shared state that was deleted but once committed',
        'recover names the phase of a project of which only commits and a stash remain',
        'recover makes a candidate of each side where a merge left two histories',
        'recover takes from git only what this branch has of a shared journal',
        'recover brings both sides of a merge together that left markers in two segments',
      ],
      'recovery/root-beside.test.ts': 'all',
      'redaction/leaving.test.ts': [
        'what leaves a state has no secret in what a session is told, commits of others among it',
      ],
      'rules/accepted-rules.test.ts': [
        'what a person accepted on this machine holds in a linked worktree of its folder',
        'what a person accepted on this machine is asked for by nothing in a home folder’s own root, unless that is in a repository',
      ],
      'security/git-traps.test.ts': 'all',
      'security/named-programs.test.ts': 'all',
      'security/never.test.ts': [
        'what never happens git is asked for nothing that changes the user’s work, and the work stays as it was',
        'what never happens no file and no variable with a token or a key is read',
      ],
      'seeds/tasks.test.ts': 'all',
      'seeds/troubleshooting.test.ts': [
        "A18 Best practices: don't A18.4 Don't lose uncommitted work",
        'A19 Troubleshooting: lost state A19.2 Look in `git stash list`',
        'A19 Troubleshooting: lost state A19.3 Look in `git log --all`',
        'A20 Troubleshooting: corrupted state A20.3 The phase follows from the git history',
      ],
      'tasks/filtered-files.test.ts': 'all',
      'tasks/forged-record.test.ts': 'all',
      'tasks/hostile-output.test.ts': 'all',
      'tasks/merge-crash.test.ts': 'all',
      'tasks/task-life.test.ts': [
        'an agent task is filled from the workflow, in the layout of the seeds',
        'an agent task says the phase that was asked for, not the one that the workflow is in',
        'an agent task says at once what another open task may write too, and which of its files are not committed',
        'an agent task gets the next number where a process that was killed had only begun one',
        'an agent task is refused with nothing made where it asks for what cannot be',
        'an agent task cannot be made without a commit, which is known before anything is asked',
        'an agent task runs in a worktree of its own and leaves the repository as it was',
        'an agent task leaves the repository as it was where git names worktrees by relative paths',
        'an agent task is gone with its worktree once Ninefold is removed from the folder',
        'an agent task gives its agent the task on stdin, or as an argument of its own, and keeps its words',
        'an agent task does not let its agent take itself for the one that started it',
        'a task that somebody runs by hand shows what appears in its folder',
        'a task that somebody runs by hand is read from the folder that ninefold.json names, with its flat names',
        'a task that somebody runs by hand of that folder stays readable once it is merged and the folder is no longer named',
      ],
      'tasks/task-list-reader.test.ts': 'all',
      'tasks/task-merge.test.ts': 'all',
      'tasks/task-runs.test.ts': 'all',
      'tasks/three-tasks.test.ts': 'all',
    },
  },
  {
    needs: 'links',
    reason: 'Wine 8 says that it makes one, and makes none.',
    on: 'wine',
    tests: {
      'cli/damaged-workflow.test.ts': [
        'a damaged active workflow stops no other from starting, by the recipe of the source document (a link)',
      ],
      'connect/connect.test.ts': [
        'connecting an agent merges, stays the same the second time, and restores: a link',
        'connecting an agent refuses and leaves untouched: a link',
      ],
      'cli/prompt-hook.test.ts': [
        'UserPromptSubmit tells a level, and names the file, where nobody can read who was told',
      ],
      'cli/quick-meter.test.ts': [
        'the meter without the workflow’s code leaves a state root that is a link to the whole command line',
      ],
      'cli/quiet-turn.test.ts': ['a turn without an answer in a folder whose state is a link'],
      'cli/session-handoff-care.test.ts': ['the handoff of a session is checked by verify'],
      'files/files-at-once.test.ts': [
        'file functions that are done at once resolve and remove a link, not its target',
      ],
      'files/persons-link.test.ts': [
        'a link in the place of the rules that leads out is never written through, without one',
      ],
      'host/level-notifier.test.ts': [
        'the levels in a window are told once by this window, with the name of the file, where the record is a link',
      ],
      'files/safe-read.test.ts': [
        'reading files safely lets no folder below the root be a link',
        'reading files safely follows a link that stays in the folder',
      ],
      'node/removal.test.ts': [
        'what is taken back is never a file outside the folder, whatever a journal names',
      ],
      'node/verify.test.ts': ['verify of a folder leaves alone a person’s own link out'],
      'node/lock-remains.test.ts': ['a lock that nobody holds names what is in its place and isn’t a file'],
      'rules/accepted-rules.test.ts': [
        'what a person accepted on this machine holds in that folder, by whatever link it is reached',
        'what a person accepted on this machine holds for no other folder that has this root by a link',
      ],
      'recovery/unseen-deliverable.test.ts': [
        'a deliverable that can’t be looked at is still refused where its own facts are asked for',
      ],
      'security/links.test.ts': 'all',
      'node/own-files.test.ts': ['a file of a person’s own that holds the rules'],
      'node/state-root.test.ts': [
        'state root knows the home folder, and a project in it, by whatever link leads there',
        'state root lets no deliverable out of the folder through a link',
      ],
      'meter/find-session.test.ts': ['the session at work in a folder is found through a link'],
      'meter/status-line.test.ts': ['a stored status line is never looked for in the home folder'],
    },
  },
  {
    needs: 'esbuild',
    reason: 'The one in node_modules is for the system that runs Wine.',
    on: 'wine',
    tests: {
      'host/translation.test.ts': ['a translation of the window'],
      'packages/plugin.test.ts': 'all',
      'rules/rules-schema.test.ts': ['the JSON schema of ninefold.json is what the schema gives'],
      'tools/code-fingerprint.test.ts': 'all',
      'tools/debug-build.test.ts': 'all',
    },
  },
  {
    needs: 'npm',
    reason: 'The Node.js for Windows of the registry is `node.exe` alone.',
    on: 'wine',
    tests: {
      'host/run-tests.test.ts': [
        'Run Tests and Record runs the project’s command with one Enter',
        'Run Tests and Record takes no mistyped command for the failing test of RED',
      ],
      'packages/npm-package.test.ts': 'all',
    },
  },
  {
    needs: 'PowerShell',
    reason: "Wine's `powershell.exe` runs nothing.",
    on: 'wine',
    tests: {
      'cli/connect-command.test.ts': ['ninefold connect, disconnect draws the line that base64 gives it'],
    },
  },
  {
    needs: 'processes that start within the seconds that an agent gives a hook',
    reason: 'Wine takes several seconds for each.',
    on: 'wine',
    tests: {
      'cli/hooks-hostile.test.ts': [
        'hooks that are given something else read a huge input, and let go of one that has no end',
        'hooks that are given something else say that the state is being written by another process',
      ],
    },
  },
  {
    needs: "all of cmd.exe's syntax",
    reason:
      "Wine's cmd.exe finds nothing for a quoted pattern in `for`, and removes both of two percent signs.",
    on: 'wine',
    tests: {
      'connect/windows-programs.test.ts': [
        'the programs of a connection on Windows find the version that took the place',
        'the programs of a connection on Windows run where a folder has a percent sign',
      ],
    },
  },
];
