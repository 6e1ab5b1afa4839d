import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import {
  COMMANDS,
  CONTEXT_KEYS,
  ENABLEMENTS,
  EXTENSION_ID,
  MCP_PROVIDER,
  PALETTE,
  PHASES_VIEW,
  SESSIONS_VIEW,
  TASKS_VIEW,
  SETTINGS,
  VIEW_CONTAINER,
} from '../../../src/host/contributions.ts';
import type { CommandContribution } from '../../../src/host/contributions.ts';
import { projectFolder } from '../../harness/paths.mjs';

interface Menu {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
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
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly when?: string }[]>>;
    readonly submenus: readonly { readonly id: string }[];
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
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Every source file of the host. */
const sources = readdirSync(join(projectFolder, 'src/host'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: read(join('src/host', name)) }));

/** The palette's entries of Ninefold while the context keys are these: commands, and VS Code's own one for each view. */
function inPalette(keys: Readonly<Record<string, string | boolean>>): readonly string[] {
  const conditions = new Map(contributes.menus.commandPalette?.map(({ command, when }) => [command, when]));
  return [
    ...contributes.commands
      .filter(({ command, enablement }) => holds(enablement, keys) && holds(conditions.get(command), keys))
      .map(({ command }) => command),
    ...(contributes.views[VIEW_CONTAINER] ?? [])
      .filter(({ when }) => holds(when, keys))
      .map(({ id }) => `Focus on ${id}`),
  ];
}

/** Evaluates a when clause of `==`, `!=`, and keys, joined by `||` or `&&`. */
function holds(when: string | undefined, keys: Readonly<Record<string, string | boolean>>): boolean {
  if (when === undefined) return true;
  if (when.includes('||')) return when.split('||').some((part) => holds(part.trim(), keys));
  if (when.includes('&&')) return when.split('&&').every((part) => holds(part.trim(), keys));
  const [, key = '', operator, value] = /^([\w:.]+)(?: (==|!=) (\w+))?$/u.exec(when) ?? assert.fail(when);
  if (operator === undefined) return key !== 'false' && keys[key] === true;
  return (keys[key] === value) === (operator === '==');
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

  it('offer the same commands in the palette, under the same conditions', () => {
    const typed: Readonly<Record<string, CommandContribution>> = COMMANDS;
    const conditions = Object.entries(typed).map(([id, { palette }]) => [id, PALETTE[palette]]);
    const declared = contributes.menus.commandPalette?.map(({ command = '', when }) => [command, when]) ?? [];
    assert.deepStrictEqual(
      Object.fromEntries(declared),
      Object.fromEntries(conditions.filter(([, when]) => when !== undefined)),
    );
  });

  it('show at most 6 entries in the palette without a workflow, and 15 with one', () => {
    const none = inPalette({ 'ninefold:view': 'empty' });
    const one = inPalette({
      'ninefold:view': 'workflow',
      'ninefold:hasWorkflow': true,
      'ninefold:canUndoApproval': true,
      'ninefold:hasHandoff': true,
    });
    assert.ok(none.length <= 6, none.join(', '));
    assert.ok(one.length <= 15, one.join(', '));
  });

  it('offer Continue in the palette wherever something can be handed over', () => {
    const offers = (keys: Readonly<Record<string, string | boolean>>): boolean =>
      inPalette(keys).includes('ninefold.continueSession');
    const empty = { 'ninefold:view': 'empty' };
    assert.deepStrictEqual(
      [
        offers(empty),
        offers({ ...empty, 'ninefold:hasSession': true }),
        offers({ 'ninefold:view': 'workflow', 'ninefold:hasWorkflow': true }),
      ],
      [false, true, true],
    );
  });

  it('have two icons in the title of the phases view, which leaves room for its description', () => {
    const icons = contributes.menus['view/title']?.filter(
      ({ when = '', group = '' }) => when.includes(PHASES_VIEW) && group.startsWith('navigation'),
    );
    assert.deepStrictEqual(
      icons?.map(({ command }) => command),
      ['ninefold.createHandoff', 'ninefold.continueSession'],
    );
    const rest = ['ninefold.undoApproval', 'ninefold.showSessionView'];
    const inMenus = ['ninefold.workflow', 'ninefold.agent'].flatMap((id) => contributes.menus[id] ?? []);
    assert.deepStrictEqual(
      rest.filter((id) => !inMenus.some(({ command }) => command === id)),
      [],
    );
  });

  it('use only commands that exist, in menus, keybindings and welcome texts', () => {
    const linked = Object.entries(nls).flatMap(([, text]) => [
      ...text.matchAll(/\(command:(ninefold\.\w+)\)/g),
    ]);
    const submenus = contributes.submenus.map(({ id }) => id);
    const used = [
      ...Object.values(contributes.menus).flat(),
      ...contributes.keybindings,
      ...linked.map((match): Menu => ({ command: match[1] ?? '' })),
    ].filter(({ submenu }) => submenu === undefined || !submenus.includes(submenu));
    assert.deepStrictEqual(
      used.filter(({ command = '' }) => !(command in COMMANDS)),
      [],
    );
    assert.deepStrictEqual(
      submenus.filter((id) => contributes.menus[id] === undefined),
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

  it('are asked for by literals, but for the tables of the core', () => {
    const free = sources
      .filter(({ name, text }) => name !== 'messages.ts' && /l10n\.t\(\s*[^\s'"]/.test(text))
      .map(({ name }) => name);
    assert.deepStrictEqual(free, []);
  });
});
