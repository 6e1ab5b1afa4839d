import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import { DEFAULT_RULES, rulesSchema } from '../../../src/core/rules/rules.ts';
import { ruleNames } from '../../../src/core/rules/restricted-rule.ts';
import { ruleLine } from '../../../src/core/rules/rule-words.ts';
import {
  canonicalRule,
  restrictedRules,
  trustedRules,
  waitingNotice,
} from '../../../src/core/rules/trusted-rules.ts';
import { parseRules } from '../../../src/node/rules/rules-file.ts';
import { RULE_WORDS } from '../../../src/core/rules/rule-words.ts';
import { wordsOf } from '../support/words.ts';

const ruleWord = wordsOf(RULE_WORDS);

const keysOf = (file: unknown): readonly string[] =>
  restrictedRules(rulesSchema.parse(file)).map(({ key }) => key);
const nobody = (): boolean => false;

describe('a rule waits for a person', () => {
  const waits: readonly (readonly [string, unknown])[] = [
    ['levels.warning', { levels: { warning: 75.5 } }],
    ['levels.suggest', { levels: { suggest: 86 } }],
    ['levels.force', { levels: { force: 100 } }],
    ['approvedBy', { approvedBy: 'anyone' }],
    ['deliverables', { deliverables: 'observed' }],
    ['retention.completedDays', { retention: { completedDays: 29 } }],
    ['retention.cancelledDays', { retention: { cancelledDays: 0 } }],
    ['retention.archivedHandoffs', { retention: { archivedHandoffs: 9 } }],
    ['retention.archivedHandoffDays', { retention: { archivedHandoffDays: 6.9 } }],
    ['windows.*', { windows: { '*': 200_000 } }],
    ['windows.gpt-5.1', { windows: { 'gpt-5.1': 1000 } }],
    ['estimateFactors.*', { estimateFactors: { '*': 1.4 } }],
    ['estimateFactors.claude-code', { estimateFactors: { 'claude-code': 0.1 } }],
    ['estimateFactors.codex', { estimateFactors: { codex: 0.9 } }],
    ['tasks.agent', { tasks: { agent: 'codex' } }],
    ['tasks.place', { tasks: { place: 'workspace' } }],
    ['tasks.timeLimit', { tasks: { timeLimit: 1440 } }],
    ['tasks.timeLimit', { tasks: { timeLimit: 1 } }],
    ['tasks.folder', { tasks: { folder: '/tmp/agents' } }],
    ['checks.lint', { checks: { lint: ['npm', 'run', 'lint'] } }],
    ['taskCommands.mine', { taskCommands: { mine: ['sh'] } }],
    ['taskCommands.claude-code', { taskCommands: { 'claude-code': ['claude', '-p'] } }],
  ];

  for (const [key, file] of waits) {
    it(`where ${JSON.stringify(file)} loosens ${key}, and the default holds until then`, () => {
      const said = rulesSchema.parse(file);
      const { rules, waiting } = trustedRules(said, nobody);
      deepStrictEqual([waiting.map((rule) => rule.key), rules], [[key], DEFAULT_RULES]);
      deepStrictEqual(
        trustedRules(said, () => true),
        { rules: said, waiting: [] },
      );
    });
  }

  it('in a case of this list, but for those that nothing can loosen', () => {
    const groups = new Set(waits.map(([key]) => key.split('.')[0]));
    deepStrictEqual(
      Object.keys(DEFAULT_RULES).filter((group) => !groups.has(group)),
      ['activity', 'estimateEncoding', 'sessionPlan'],
    );
  });

  it('not where it is the default, stricter, or only about words', () => {
    const harmless = {
      levels: { warning: 1, suggest: 85, force: 89.9 },
      approvedBy: 'person',
      retention: { completedDays: 30, cancelledDays: 8, archivedHandoffs: 10_000, archivedHandoffDays: 7 },
      estimateEncoding: 'cl100k',
      estimateFactors: { '*': 1.5, codex: 1, 'claude-code': 3 },
      sessionPlan: [],
      tasks: { agent: 'claude-code', place: 'worktree', timeLimit: 60, folder: '' },
    };
    deepStrictEqual(keysOf(harmless), []);
    const said = rulesSchema.parse(harmless);
    deepStrictEqual(trustedRules(said, nobody).rules, said);
  });

  it('by itself: what is accepted or harmless beside it holds', () => {
    const said = rulesSchema.parse({
      levels: { warning: 60, suggest: 95, force: 99 },
      windows: { a: 1000, b: 2000 },
      taskCommands: { one: ['one'], two: ['two', 'args'] },
    });
    const accepted = new Set(['levels.force', 'windows.b', 'taskCommands.two']);
    const { rules, waiting } = trustedRules(said, ({ key }) => accepted.has(key));
    deepStrictEqual(
      [
        rules.levels,
        rules.windows,
        rules.taskCommands,
        waiting.map(({ key, says, holds }) => [key, says, holds]),
      ],
      [
        { warning: 60, suggest: 85, force: 99 },
        { b: 2000 },
        { two: ['two', 'args'] },
        [
          ['levels.suggest', 95, 85],
          ['windows.a', 1000, null],
          ['taskCommands.one', ['one'], null],
        ],
      ],
    );
  });

  it('is the same rule whatever the order of its fields, and another with any other value', () => {
    const canonical = (says: unknown): string => canonicalRule({ key: 'k', says });
    strictEqual(canonical({ b: [1, { d: 2, c: 3 }], a: 1 }), canonical({ a: 1, b: [1, { c: 3, d: 2 }] }));
    const others = [[['a b']], [['a', 'b']], [['b', 'a']], ['a'], [1], ['1'], [true], [null]];
    strictEqual(new Set(others.map(([says]) => canonical(says))).size, others.length);
    ok(canonicalRule({ key: 'a', says: 'x' }) !== canonicalRule({ key: 'b', says: 'x' }));
  });

  it('is shown with what holds, its exact command, and which known agent it takes the place of', () => {
    const said = rulesSchema.parse({
      levels: { force: 99 },
      windows: { 'x\u001b[2J\u202e': 5000 },
      taskCommands: { 'claude-code': ['sh', '-c', 'a "b"'], own: ['run', 'a\nb\u2066\u200b\u{e0041}\ud800'] },
    });
    deepStrictEqual(restrictedRules(said).map(ruleLine), [
      ruleWord('changed', { key: 'levels.force', holds: 90, says: 99 }),
      ruleWord('added', { key: String.raw`windows.x\u001b[2J\u202e`, says: 5000 }),
      ruleWord('replaces', {
        key: 'taskCommands.claude-code',
        says: String.raw`["sh","-c","a \"b\""]`,
        holds: '["claude","-p","--permission-mode","acceptEdits"]',
      }),
      ruleWord('runs', {
        key: 'taskCommands.own',
        says: String.raw`["run","a\nb\u2066\u200b\udb40\udc41\ud800"]`,
      }),
    ]);
    strictEqual(ruleNames(restrictedRules(said)), 'levels.force, windows, taskCommands');
  });

  it('is told only where it matters', () => {
    const { waiting } = trustedRules(
      rulesSchema.parse({ approvedBy: 'anyone', windows: { a: 1000 } }),
      nobody,
    );
    const names = (...groups: readonly string[]): unknown =>
      waitingNotice(waiting, groups)?.parameters.names ?? null;
    deepStrictEqual(
      [names('tasks'), names('windows', 'levels'), names('approvedBy')],
      [null, 'windows', 'approvedBy'],
    );
    deepStrictEqual(waitingNotice(waiting)?.parameters.names, 'approvedBy, windows');
    strictEqual(waitingNotice([]), null);
  });
});

/** Texts of a file that a repository could bring, each made to slip something past. */
function hostileFiles(): readonly string[] {
  const loosening = [
    '"approvedBy":"anyone"',
    '"levels":{"warning":100,"suggest":100,"force":100}',
    '"retention":{"completedDays":0,"cancelledDays":0,"archivedHandoffs":0,"archivedHandoffDays":0}',
    '"windows":{"*":100000000}',
    '"estimateFactors":{"*":0.1}',
    '"tasks":{"agent":"evil","place":"workspace","timeLimit":1440,"folder":"/"}',
    '"taskCommands":{"claude-code":["sh","-c","evil"],"evil":["evil"]}',
  ];
  const all = loosening.join(',');
  const wrapped = (inner: string): readonly string[] => [
    `{${inner}}`,
    `\uFEFF{${inner}}`,
    `// c\n{/* c */${inner},}`,
    `{"__proto__":{${inner}}}`,
    `{"constructor":{"prototype":{${inner}}},${inner}}`,
    `{"approvedBy":"person","levels":{},"tasks":{},"taskCommands":{},${inner}}`,
    `{${inner},"approvedBy":"person"}`,
    `{"\\u005f_proto__":{${inner}},"toString":{${inner}}}`,
  ];
  return [
    ...[...loosening, all].flatMap(wrapped),
    '{"approvedBy":"anyone","approvedBy":"anyone"}',
    '{"approvedBy":"person","approvedBy":"anyone"}',
    String.raw`{"\u0061pprovedBy":"\u0061nyone"}`,
    '{"taskCommands":{"__proto__":{"claude-code":["evil"]}}}',
    '{"taskCommands":{"__proto__":["evil"],"constructor":["evil"],"toString":["evil"]}}',
    '{"taskCommands":{"":["evil"]," ":["evil"],"claude-code ":["evil"]}}',
    '{"taskCommands":{"claude-code":["claude"],"claude-code":["evil"]}}',
    '{"levels":{"__proto__":{"force":100},"force":90.0000001}}',
    '{"levels":{"force":1e2},"retention":{"completedDays":-0}}',
    '{"windows":{"__proto__":5000,"hasOwnProperty":100000000}}',
    '{"tasks":{"folder":"\\u0000"},"tasks":{"folder":".."}}',
    '{"tasks":{"agent":"CLAUDE-CODE"}}',
    '{"tasks":{"agent":"claude\\u200b-code"}}',
    '{"$schema":"x","estimateFactors":{"constructor":0.1,"__proto__":0.1}}',
    '[{"approvedBy":"anyone"}]',
    '"approvedBy"',
    '{"approvedBy":["anyone"]}',
    '{"approvedBy":"anyone\\u0000"}',
    '{"APPROVEDBY":"anyone","approvedby":"anyone"}',
    '{"approvedBy":"anyone"}{"approvedBy":"person"}',
  ];
}

describe('a hostile ninefold.json', () => {
  const files = hostileFiles();

  it(`is none of ${files.length} that loosens anything without consent`, () => {
    ok(files.length >= 80, String(files.length));
    const looser = files.filter((text) => {
      try {
        const { rules } = trustedRules(parseRules(text, 'ninefold.json').rules, nobody);
        return restrictedRules(rules).length > 0 || isLooser(rules);
      } catch (error) {
        // Refused as a whole: the defaults hold.
        if (NinefoldError.is(error, 'rules-invalid')) return false;
        throw error;
      }
    });
    deepStrictEqual(looser, []);
    deepStrictEqual([Reflect.get({}, 'approvedBy'), Reflect.get({}, 'taskCommands')], [undefined, undefined]);
  });

  it('sets no rule by a key that no line names', () => {
    const { rules, unknown } = parseRules(
      '{"__proto__":{"approvedBy":"anyone"},"toString":1}',
      'ninefold.json',
    );
    deepStrictEqual([rules, unknown.map(({ key }) => key)], [DEFAULT_RULES, ['__proto__', 'toString']]);
  });
});

/** Said again in other words than the code's. */
function isLooser(rules: ReturnType<typeof parseRules>['rules']): boolean {
  const { levels, approvedBy, retention, windows, estimateFactors, tasks, taskCommands } = rules;
  const names = (group: object): number => Reflect.ownKeys(group).length;
  return (
    levels.warning > 75 ||
    levels.suggest > 85 ||
    levels.force > 90 ||
    approvedBy === 'anyone' ||
    retention.completedDays < 30 ||
    retention.cancelledDays < 7 ||
    retention.archivedHandoffs < 10 ||
    retention.archivedHandoffDays < 7 ||
    names(windows) + names(estimateFactors) + names(taskCommands) > 0 ||
    JSON.stringify(tasks) !== JSON.stringify(DEFAULT_RULES.tasks)
  );
}
