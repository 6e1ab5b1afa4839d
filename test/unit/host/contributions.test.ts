import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { FAILURES, failureTemplate } from '../../../src/core/failures/failures.ts';
import type { ErrorCode } from '../../../src/core/failures/failures.ts';
import { DRIFTS } from '../../../src/core/handoff/drift.ts';
import { DRIFT_WORDS } from '../../../src/core/handoff/drift-words.ts';
import { RECOVERY_WORDS } from '../../../src/core/recovery/recovery-words.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { KEY_VALUES, KEY_DESCRIPTIONS } from '../../../src/core/exports/key-descriptions.ts';
import { PICTURE_WORDS } from '../../../src/core/picture/picture-words.ts';
import { REFUSAL_WORDS } from '../../../src/core/proposals/refusal-words.ts';
import { TOON_WORDS } from '../../../src/core/toon/toon-finding.ts';
import { RULE_WORDS } from '../../../src/core/rules/rule-words.ts';
import { SAVINGS_WORDS } from '../../../src/core/savings/savings-words.ts';
import { FORMAT_WORDS } from '../../../src/core/view/status-format.ts';
import { PLAN_WORDS } from '../../../src/core/view/plan-words.ts';
import { TASK_WORDS } from '../../../src/core/view/task-words.ts';
import { SESSION_WORDS } from '../../../src/core/view/session-words.ts';
import { TREE_MESSAGES } from '../../../src/core/view/tree-message.ts';
import { VIEW_WORDS } from '../../../src/core/view/view-words.ts';
import {
  COMMANDS,
  CONTEXT_KEYS,
  ENABLEMENTS,
  EXTENSION_ID,
  MCP_PROVIDER,
  PHASES_VIEW,
  SESSIONS_VIEW,
  TASKS_VIEW,
  SETTINGS,
  VIEW_CONTAINER,
} from '../../../src/host/contributions.ts';
import type { CommandContribution } from '../../../src/host/contributions.ts';
import { projectFolder } from '../../harness/paths.mjs';

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when: string;
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly keybindings: readonly Menu[];
    readonly configuration: readonly {
      readonly properties: Readonly<
        Record<
          string,
          { readonly default: unknown; readonly scope: string; readonly enum?: readonly string[] }
        >
      >;
    }[];
  };
}

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');
const manifestText = read('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const nls = JSON.parse(read('package.nls.json')) as Record<string, string>;
const bundle = JSON.parse(read('l10n/bundle.l10n.json')) as Record<string, string>;
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Every source file of the host. */
const sources = readdirSync(join(projectFolder, 'src/host'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: read(join('src/host', name)) }));

/** The texts that the host hands to `l10n.t` as literals. */
function translatedLiterals(): string[] {
  const literal = /l10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  return sources.flatMap(({ text }) =>
    [...text.matchAll(literal)].map((match) => (match[1] ?? match[2] ?? '').replaceAll("\\'", "'")),
  );
}

describe('package.json and contributions.ts', () => {
  it('name the same extension, container and view', () => {
    assert.deepStrictEqual(
      {
        id: `${manifest.publisher}.${manifest.name}`,
        containers: contributes.viewsContainers.activitybar.map(({ id }) => id),
        views: contributes.views[VIEW_CONTAINER]?.map(({ id }) => id),
        welcome: sorted(contributes.viewsWelcome.map(({ view }) => view)),
        mcp: contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      },
      {
        id: EXTENSION_ID,
        containers: [VIEW_CONTAINER],
        views: [PHASES_VIEW, SESSIONS_VIEW, TASKS_VIEW],
        welcome: [PHASES_VIEW, SESSIONS_VIEW, TASKS_VIEW],
        mcp: [MCP_PROVIDER],
      },
    );
  });

  it('have the same commands, with category and enablement', () => {
    const typed: Readonly<Record<string, CommandContribution>> = COMMANDS;
    assert.deepStrictEqual(
      Object.fromEntries(contributes.commands.map(({ command, enablement }) => [command, enablement])),
      Object.fromEntries(Object.entries(typed).map(([id, { needs }]) => [id, ENABLEMENTS[needs]])),
    );
    assert.deepStrictEqual(sorted(contributes.commands.map(({ category }) => category)), ['%category%']);
  });

  it('hide from the palette exactly the commands that need a row', () => {
    const hidden = contributes.menus.commandPalette?.filter(({ when }) => when === 'false') ?? [];
    const needsRow = Object.entries(COMMANDS).filter(([, { isInPalette }]) => !isInPalette);
    assert.deepStrictEqual(sorted(hidden.map(({ command }) => command)), sorted(needsRow.map(([id]) => id)));
  });

  it('use only commands that exist, in menus, keybindings and welcome texts', () => {
    const linked = Object.entries(nls).flatMap(([, text]) => [
      ...text.matchAll(/\(command:(ninefold\.\w+)\)/g),
    ]);
    const used = [
      ...Object.values(contributes.menus).flat(),
      ...contributes.keybindings,
      ...linked.map((match) => ({ command: match[1] ?? '' })),
    ].map(({ command }) => command);
    assert.deepStrictEqual(
      used.filter((command) => !(command in COMMANDS)),
      [],
    );
  });

  it('register a handler for every command, once', () => {
    const handlers = sources
      .filter(({ name }) => name.endsWith('-commands.ts'))
      .flatMap(({ text }) =>
        [...text.matchAll(/^ {4}'(ninefold\.\w+)': \(/gm)].map((match) => match[1] ?? ''),
      );
    assert.deepStrictEqual([...handlers].sort(), Object.keys(COMMANDS).sort());
  });

  it('have the same settings, with default, scope, values and restriction', () => {
    const declared = contributes.configuration
      .flatMap(({ properties }) => Object.entries(properties))
      .map(([id, property]) => [
        id,
        { default: property.default, scope: property.scope, values: property.enum },
      ]);
    const typed = Object.entries(SETTINGS).map(([id, setting]) => [
      id,
      {
        default: setting.default,
        scope: setting.scope,
        values: 'values' in setting ? [...setting.values] : undefined,
      },
    ]);
    assert.deepStrictEqual(Object.fromEntries(declared), Object.fromEntries(typed));
    const restricted = Object.entries(SETTINGS).filter(([, setting]) => 'isRestricted' in setting);
    assert.deepStrictEqual(
      sorted(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations),
      sorted(restricted.map(([id]) => id)),
    );
  });

  it('have the same context keys', () => {
    const used = [...manifestText.matchAll(/ninefold:\w+/g)].map(([key]) => key);
    assert.deepStrictEqual(sorted(used), sorted(CONTEXT_KEYS));
  });
});

describe('translations', () => {
  it('give every %key% of package.json a text, and no text is left over', () => {
    const used = [...manifestText.matchAll(/%([\w.]+)%/g)].map((match) => match[1] ?? '');
    assert.deepStrictEqual(sorted(Object.keys(nls)), sorted(used));
  });

  it('hold every text of the window in l10n/bundle.l10n.json, and no other', () => {
    const texts = [
      ...translatedLiterals(),
      ...(Object.keys(FAILURES) as ErrorCode[]).map((code) => failureTemplate(code, 'window')),
      ...DRIFTS,
      ...Object.values(DRIFT_WORDS),
      ...Object.values(RECOVERY_WORDS),
      ...Object.values(METER_WORDS),
      ...Object.values(VIEW_WORDS),
      ...Object.values(PLAN_WORDS),
      ...Object.values(RULE_WORDS),
      ...Object.values(SESSION_WORDS),
      ...Object.values(PICTURE_WORDS),
      ...Object.values(TASK_WORDS),
      ...Object.values(SAVINGS_WORDS),
      ...Object.values(TREE_MESSAGES),
      ...Object.values(TOON_WORDS),
      ...Object.values(KEY_DESCRIPTIONS),
      KEY_VALUES,
      ...Object.values(REFUSAL_WORDS).filter((words) => words !== REFUSAL_WORDS.declined),
      ...Object.values(FORMAT_WORDS).flatMap((words) => Object.values(words)),
    ];
    assert.deepStrictEqual(sorted(Object.keys(bundle)), sorted(texts));
  });

  it('are asked for by literals, but for the tables that the bundle holds', () => {
    const free = sources
      .filter(({ name, text }) => name !== 'messages.ts' && /l10n\.t\(\s*[^\s'"]/.test(text))
      .map(({ name }) => name);
    assert.deepStrictEqual(free, []);
  });
});
