import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { levelNotices, withoutLevels } from '../../../src/core/hooks/level-record.ts';
import { nextNotice, snoozed } from '../../../src/core/meter/notices.ts';
import { EMPTY_CURRENT_SESSION } from '../../../src/core/session/empty-session.ts';
import type { CurrentSession } from '../../../src/core/session/current-session.ts';
import { LEVELS, reading } from '../meter/sample-reading.ts';

const NOW = '2026-01-02T03:10:00.000Z';
const said = (session: CurrentSession, tokens: number, now = NOW) => {
  const notices = levelNotices(session, reading({ tokens }), LEVELS, now);
  return {
    session: notices.session,
    told: [notices.person.announce, notices.person.writes, notices.model.announce],
  };
};

describe('levels shown to a person and told to a model', () => {
  it('are each told once', () => {
    const first = said(EMPTY_CURRENT_SESSION, 172_000);
    deepStrictEqual(first.told, ['suggest', 'document', 'suggest']);
    const again = said(first.session, 173_000);
    deepStrictEqual(again.told, [null, 'none', null]);
    strictEqual(again.session, first.session);
    deepStrictEqual(said(first.session, 181_000).told, ['force', 'state-and-document', 'force']);
  });

  it('are not repeated to the person whom a window told, and still told to the model', () => {
    const { shown } = nextNotice({ shown: null, reading: reading(), rules: LEVELS, now: NOW });
    const session = { ...EMPTY_CURRENT_SESSION, shown: shown === null ? {} : { first: shown } };
    const next = said(session, 152_000);
    deepStrictEqual(next.told, [null, 'none', 'warning']);
    deepStrictEqual(next.session.shown.first, shown);
  });

  it('are kept for the window, which then does not repeat them', () => {
    const { session } = said(EMPTY_CURRENT_SESSION, 152_000);
    const window = nextNotice({
      shown: session.shown.first ?? null,
      reading: reading(),
      rules: LEVELS,
      now: NOW,
    });
    deepStrictEqual([window.announce, window.writes], [null, 'none']);
  });

  it('wait while they are snoozed, and are told when that is over', () => {
    const until = '2026-01-02T03:30:00.000Z';
    const session = { ...EMPTY_CURRENT_SESSION, shown: { first: snoozed(null, until, NOW) } };
    const during = said(session, 152_000);
    deepStrictEqual(during.told, [null, 'none', null]);
    deepStrictEqual(said(during.session, 152_000, '2026-01-02T03:31:00.000Z').told, [
      'warning',
      'none',
      'warning',
    ]);
  });

  it('are announced again after a compaction; a snooze stays', () => {
    const { session } = said(EMPTY_CURRENT_SESSION, 172_000);
    deepStrictEqual(withoutLevels(session, 'first').shown, {});
    deepStrictEqual(said(withoutLevels(session, 'first'), 172_000).told[2], 'suggest');
    strictEqual(withoutLevels(session, 'second'), session);
    const until = '2026-01-02T03:30:00.000Z';
    const asleep = { ...session, shown: { first: snoozed(session.shown.first ?? null, until, NOW) } };
    deepStrictEqual(withoutLevels(asleep, 'first').shown.first?.snoozedUntil, until);
    deepStrictEqual(withoutLevels(asleep, 'first').shown.first?.levels, []);
  });

  it('are saved once where only the model was told, and still announced to the person', () => {
    const modelOnly = { person: false, model: true };
    const first = levelNotices(EMPTY_CURRENT_SESSION, reading({ tokens: 172_000 }), LEVELS, NOW, modelOnly);
    deepStrictEqual(
      [first.person.announce, first.person.writes, first.model.announce],
      [null, 'document', 'suggest'],
    );
    const window = said(first.session, 172_000);
    deepStrictEqual(window.told, ['suggest', 'none', null]);
    deepStrictEqual(said(window.session, 181_000).told, ['force', 'state-and-document', 'force']);
    const fallen = said(said(window.session, 100_000).session, 172_000);
    deepStrictEqual(fallen.told, ['suggest', 'document', 'suggest']);
  });

  it('say nothing at the normal level', () => {
    const { session, told } = said(EMPTY_CURRENT_SESSION, 20_000);
    deepStrictEqual(told, [null, 'none', null]);
    strictEqual(session, EMPTY_CURRENT_SESSION);
  });
});
