import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';

import { chartsOf, headLines, isEmpty, pictureMarkdown } from '../../../src/core/picture/charts.ts';
import { isFromPage } from '../../../src/core/picture/page-messages.ts';
import type { Technique } from '../../../src/core/savings/savings.ts';
import type { Chart, Scene } from '../../../src/core/picture/scene.ts';
import { sessionPicture } from '../../../src/core/picture/session-picture.ts';
import type { WindowFill } from '../../../src/core/meter/window-fill.ts';
import type { PictureFacts, SessionPicture } from '../../../src/core/picture/session-picture.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { usageReport } from '../../../src/core/usage/usage-report.ts';
import { timelineOf } from '../../../src/core/usage/timeline.ts';
import type { NewEvent } from '../../../src/core/workflow/events.ts';
import { LEVELS, reading } from '../meter/sample-reading.ts';
import { EVERY_EVENT } from '../support/every-event.ts';
import { eventOf, started } from '../support/workflows.ts';
import { ENGLISH, MINUTE, samplePicture, START } from './sample-picture.ts';
import { PICTURE_WORDS } from '../../../src/core/picture/picture-words.ts';
import { wordPattern } from '../support/failure-texts.ts';
import { wordsOf } from '../support/words.ts';

const pictureWord = wordsOf(PICTURE_WORDS);

const GROWING = [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000];

function figure(picture: SessionPicture, id: Chart['id']): Chart {
  const found = chartsOf(picture, ENGLISH).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no figure ${id}`);
  return found;
}

function drawn({ draw }: Chart, width = 800): Scene {
  if (draw === null) throw new Error('nothing to draw');
  return draw(width);
}

/** Every value that can be asked for. */
const stops = ({ stops: { count, at } }: Scene): readonly string[] =>
  Array.from({ length: count }, (_, index) => at(index).text);

/** Eight minutes of a workflow, an event a minute, and a call in the middle of each. */
function sampleWork(): NonNullable<PictureFacts['work']> {
  const newEvents: readonly NewEvent[] = [
    { type: 'workflow.started', data: { ...EVERY_EVENT['workflow.started'], preset: 'full' } },
    { type: 'phase.submitted', data: { step: '1' } },
    { type: 'phase.rejected', data: { step: '1', reason: 'Too | short' } },
    { type: 'phase.approved', data: { step: '1', unverified: [] } },
    { type: 'handoff.created', data: { ...EVERY_EVENT['handoff.created'], phase: '2' } },
  ];
  const events = newEvents.map((newEvent, index) => eventOf(newEvent, index + 1));
  const calls = events.map(({ at }, index) => ({
    id: `call-${index}`,
    at: new Date(Date.parse(at) + 30_000).toISOString(),
    model: 'm',
    isSubagent: false,
    spent: { input: 1, cacheCreation: 0, cacheRead: 0, output: 5 },
    context: (index + 1) * 10_000,
  }));
  const report = usageReport(
    'wf-001',
    [timelineOf('wf-001', events)],
    [{ agent: 'codex', sessionId: 's', isSubagent: false, calls }],
  );
  const savings: readonly Technique[] = [
    { id: 'toon', unit: 'tokens', before: 2000, after: 500, percent: 75 },
    { id: 'lazy-agents', unit: 'tokens', before: null, after: null, percent: null },
    { id: 'compressed-context', unit: 'tokens', before: 400, after: 500, percent: -25 },
    { id: 'background-agents', unit: 'milliseconds', before: 90_000, after: 60_400, percent: 33 },
  ];
  return { state: started(), events, report, plan: DEFAULT_RULES.sessionPlan, savings };
}

describe('the picture of the context window', () => {
  it('has a row and a value for each call, levels and compactions told where they were', () => {
    const picture = samplePicture([100_000, 185_000, 20_000], {
      course: {
        at: [START, START + MINUTE, START + 3 * MINUTE],
        tokens: [100_000, 185_000, 20_000],
        compactions: [{ at: START + 2 * MINUTE, trigger: 'auto' }],
      },
    });
    const occupancy = figure(picture, 'occupancy');
    deepStrictEqual(occupancy.table.rows, [
      ['08:00', '100,000', '50%', ''],
      ['08:01', '185,000', '93%', pictureWord('level-force')],
      ['08:03', '20,000', '10%', pictureWord('compacted-auto')],
    ]);
    strictEqual(
      occupancy.summary,
      pictureWord('occupancy-summary', {
        calls: 3,
        from: '08:00',
        to: '08:03',
        most: '185,000',
        now: '20,000',
        compactions: 1,
      }),
    );
    const scene = drawn(occupancy);
    deepStrictEqual(
      stops(scene)[2],
      `${pictureWord('occupancy-stop-share', { time: '08:03', tokens: '20,000', percent: 10 })}; ${pictureWord('compacted-auto')}`,
    );
    strictEqual(scene.stops.nearest(44, 0), 0);
    strictEqual(scene.stops.nearest(799, 0), 2);
    deepStrictEqual(
      scene.shapes.flatMap((shape) => (shape.kind === 'line' && shape.isDashed === true ? [shape.tone] : [])),
      ['compaction', 'warning', 'suggest', 'force'],
    );
  });

  it('falls at once where the session was compacted', () => {
    const picture = samplePicture([], {
      course: {
        at: [START, START + MINUTE, START + 3 * MINUTE],
        tokens: [100_000, 185_000, 20_000],
        compactions: [{ at: START + 2 * MINUTE, trigger: 'auto' }],
      },
    });
    const line = drawn(figure(picture, 'occupancy')).shapes.find(
      (shape) => shape.kind === 'path' && shape.tone === 'series',
    );
    deepStrictEqual(line?.kind === 'path' ? line.d : '', 'M44,124L240,32.2L436,32.2L436,210.4L632,210.4');
  });

  it('says of one call, one phase and one turn that it is one', () => {
    strictEqual(
      figure(samplePicture([20_000]), 'occupancy').summary,
      pictureWord('occupancy-summary-one', { from: '08:00', now: '20,000', compactions: 0 }),
    );
    const work = sampleWork();
    const report = usageReport(
      'wf-001',
      [timelineOf('wf-001', work.events)],
      [
        {
          agent: 'codex',
          sessionId: 's',
          isSubagent: false,
          calls: [
            {
              id: 'call',
              at: new Date(Date.parse(work.events[0]?.at ?? '') + 30_000).toISOString(),
              model: 'm',
              isSubagent: false,
              spent: { input: 1, cacheCreation: 0, cacheRead: 0, output: 5 },
              context: 10_000,
            },
          ],
        },
      ],
    );
    strictEqual(
      figure(samplePicture([20_000], { work: { ...work, report } }), 'phases').summary,
      pictureWord('phases-summary-one', { tokens: '10,000' }),
    );
    const steep = Array.from({ length: 9 }, (_, index) => 10_000 + index * 17_000);
    const forecast = figure(samplePicture(steep), 'forecast');
    strictEqual(forecast.summary, pictureWord('forecast-next', { level: pictureWord('level-warning') }));
    strictEqual(
      stops(drawn(forecast))[0],
      pictureWord('forecast-next', { level: pictureWord('level-warning') }),
    );
  });

  it('leaves the levels’ names to the table where it is narrow', () => {
    const names = (width: number): readonly string[] =>
      drawn(figure(samplePicture(GROWING), 'occupancy'), width).shapes.flatMap((shape) =>
        shape.kind === 'text' && shape.anchor === 'start' ? [shape.text] : [],
      );
    deepStrictEqual(names(800), [
      `${pictureWord('level-warning')} 150K`,
      `${pictureWord('level-suggest')} 170K`,
      `${pictureWord('level-force')} 180K`,
      pictureWord('window', { tokens: '200K' }),
    ]);
    deepStrictEqual(names(400), []);
  });

  it('draws 20,000 calls with at most four points a pixel, and has a value for each of them', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => 20_000 + ((index * 7919) % 130_000));
    const occupancy = figure(samplePicture(many), 'occupancy');
    const scene = drawn(occupancy);
    const line = scene.shapes.find((shape) => shape.kind === 'path' && shape.tone === 'series');
    ok(line?.kind === 'path');
    ok(line.d.split('L').length <= 4 * 800, String(line.d.split('L').length));
    strictEqual(scene.stops.count, 20_000);
    ok(occupancy.table.rows.length <= 100);
    match(occupancy.table.note ?? '', /^\d+ of 20,000 calls/);
  });

  it('says what appears where there is no session', () => {
    const picture = samplePicture([], { reading: null });
    const { draw, summary, table } = figure(picture, 'occupancy');
    deepStrictEqual([draw, table.rows], [null, []]);
    match(summary, /No agent session found/);
    ok(isEmpty(picture));
  });
});

describe('the picture of the forecast', () => {
  it('has a range for each level ahead, by one pace', () => {
    const { table, summary } = figure(samplePicture(GROWING), 'forecast');
    deepStrictEqual(table.rows, [
      [pictureWord('level-warning'), '60,000', '6', '6', '6'],
      [pictureWord('level-suggest'), '80,000', '8', '8', '8'],
      [pictureWord('level-force'), '90,000', '9', '9', '9'],
    ]);
    strictEqual(
      summary,
      pictureWord('forecast-summary', { level: pictureWord('level-warning'), turns: 6, typical: 6 }),
    );
  });

  it('counts only the turns since the last compaction', () => {
    const course = {
      at: GROWING.map((_, index) => START + index * MINUTE),
      tokens: GROWING,
      compactions: [{ at: START + 6.5 * MINUTE, trigger: null }],
    };
    const early = figure(samplePicture(GROWING, { course }), 'forecast');
    deepStrictEqual(
      [early.draw, early.table.rows[0]],
      [null, [pictureWord('level-warning'), '60,000', '–', '–', '–']],
    );
    match(early.summary, /Too few calls/);
  });

  it('says why there is no forecast: ended, flat, every level reached', () => {
    const summary = (tokens: readonly number[], live = true): string =>
      figure(samplePicture(tokens, { reading: reading({ tokens: tokens.at(-1) ?? null, live }) }), 'forecast')
        .summary;
    match(summary(GROWING, false), /while a session is live/);
    match(summary(GROWING.map(() => 90_000)), /isn't growing/);
    match(summary([...GROWING, 190_000]), /Every level is reached/);
  });

  it('marks a range that has no slow end', () => {
    const jumps = [10, 10, 10, 10, 10, 10, 40, 70, 90, 90].map((thousands) => thousands * 1000);
    const { draw, table } = figure(samplePicture(jumps), 'forecast');
    match(table.rows[0]?.[2] ?? '', wordPattern(PICTURE_WORDS['forecast-open'], { low: /\d+/ }));
    ok(draw !== null);
    ok(draw(700).shapes.some((shape) => shape.kind === 'line' && shape.isDashed === true));
  });
});

describe('the picture of what fills the window', () => {
  const fill: WindowFill = {
    tokens: 100_000,
    shares: { system: 20_000, files: 50_000, results: 20_000, conversation: 10_000 },
    items: [
      { kind: 'files', label: 'package-lock.json', tokens: 14_000, count: 2 },
      { kind: 'results', label: 'npm test', tokens: 9000, count: 5 },
    ],
  };

  it('shows a bar and a row for each kind, and names the largest items, all marked as estimates', () => {
    const { summary, table, draw } = figure(samplePicture([100_000], { fill }), 'fill');
    const largest = [
      pictureWord('fill-read-twice', { tokens: '14K', label: 'package-lock.json' }),
      pictureWord('fill-run-times', { tokens: '9K', label: 'npm test', count: 5 }),
    ].join('; ');
    strictEqual(summary, pictureWord('fill-summary', { tokens: '100,000', items: largest }));
    deepStrictEqual(table.rows, [
      [pictureWord('fill-files'), '~50,000', '~50%'],
      ['– package-lock.json', '~14,000', '~14%'],
      [pictureWord('fill-results'), '~20,000', '~20%'],
      ['– npm test', '~9,000', '~9%'],
      [pictureWord('fill-conversation'), '~10,000', '~10%'],
      [pictureWord('fill-system'), '~20,000', '~20%'],
    ]);
    const bars = draw?.(700).shapes.filter(({ kind }) => kind === 'rect') ?? [];
    strictEqual(bars.length, 4);
    const widths = bars.map((shape) => (shape.kind === 'rect' ? shape.width : 0));
    ok((widths[0] ?? 0) > (widths[1] ?? 0) && (widths[1] ?? 0) > (widths[2] ?? 0));
  });

  it('says that it is unknown, and draws nothing', () => {
    const { summary, table, draw } = figure(samplePicture([100_000]), 'fill');
    deepStrictEqual([summary, table.rows, draw], [pictureWord('fill-none'), [], null]);
  });
});

describe('the pictures of a workflow', () => {
  const picture = sessionPicture({
    reading: null,
    fill: null,
    course: null,
    levels: LEVELS,
    work: sampleWork(),
    now: Date.UTC(2026, 0, 2, 3, 10),
  });

  it('show what each phase took beside its share of the plan', () => {
    const { table, draw } = figure(picture, 'phases');
    deepStrictEqual(table.rows.slice(0, 3), [
      ['1 Requirements', '30,000', '13K-20K', '15', '18', '0'],
      ['2 Tech Planning', '20,000', '13K-20K', '10', '12', '0'],
      ['3 UI Breakdown', '0', '13K-20K', '0', '0', '0'],
    ]);
    strictEqual(table.rows.length, 9);
    deepStrictEqual(
      stops(drawn({ draw } as Chart))[0],
      pictureWord('phases-stop', { phase: '1 Requirements', tokens: '30,000', plan: '13K-20K' }),
    );
  });

  it('show phases, approvals, rejections and handoffs over time', () => {
    const { table, summary, draw } = figure(picture, 'timeline');
    deepStrictEqual(table.rows, [
      ['1 Requirements', pictureWord('in-phase'), '03:01', '03:04'],
      ['1 Requirements', pictureWord('mark-submitted', { phase: 1 }), '03:02', ''],
      ['1 Requirements', pictureWord('mark-rejected', { phase: 1, reason: 'Too | short' }), '03:03', ''],
      ['2 Tech Planning', pictureWord('in-phase'), '03:04', ''],
      ['1 Requirements', pictureWord('mark-approved', { phase: 1 }), '03:04', ''],
      ['', pictureWord('mark-handoff', { phase: 2 }), '03:05', ''],
    ]);
    strictEqual(
      summary,
      pictureWord('timeline-summary', { from: '03:01', to: '03:10', approved: 1, rejected: 1, handoffs: 1 }),
    );
    ok(stops(drawn({ draw } as Chart)).includes(`03:05: ${pictureWord('mark-handoff', { phase: 2 })}`));
  });

  it('show what each technique saves, and which are not measured', () => {
    const { table, summary, draw } = figure(picture, 'savings');
    deepStrictEqual(table.rows, [
      [pictureWord('savings-toon'), '2,000', '500', '75%'],
      [
        pictureWord('savings-lazy-agents'),
        pictureWord('savings-unmeasured'),
        pictureWord('savings-unmeasured'),
        pictureWord('savings-unmeasured'),
      ],
      [pictureWord('savings-compressed-context'), '400', '500', '-25%'],
      [
        pictureWord('savings-background-agents'),
        pictureWord('savings-seconds', { seconds: 90 }),
        pictureWord('savings-seconds', { seconds: 60 }),
        '33%',
      ],
    ]);
    strictEqual(summary, pictureWord('savings-summary', { measured: 3, all: 4 }));
    const scene = drawn({ draw } as Chart);
    const seconds = (count: number): string => pictureWord('savings-seconds', { seconds: count });
    deepStrictEqual(stops(scene), [
      `${pictureWord('savings-toon')}: 2,000 → 500, 75%`,
      `${pictureWord('savings-compressed-context')}: 400 → 500, -25%`,
      `${pictureWord('savings-background-agents')}: ${seconds(90)} → ${seconds(60)}, 33%`,
    ]);
    // More than before doesn't leave the picture.
    ok(scene.stops.at(1).x < scene.width);
    deepStrictEqual(figure(samplePicture(GROWING), 'savings').draw, null);
  });

  it('say what is missing where there is none', () => {
    const none = samplePicture(GROWING);
    match(figure(none, 'phases').summary, /No workflow is in progress/);
    deepStrictEqual([figure(none, 'phases').draw, figure(none, 'timeline').draw], [null, null]);
  });

  it('are copied as Markdown, every table whole', () => {
    const text = pictureMarkdown(picture, 'Shop [1]', ENGLISH);
    const title = pictureWord('occupancy-title');
    ok(text.startsWith(`# Shop \\[1\\]\n\nPhase 1 - Requirements\n\n## ${title}\n`));
    const columns = (['phase', 'context', 'plan'] as const).map((word) => `| ${pictureWord(word)} `).join('');
    ok(text.includes('\n| --- | ---: | ---: |') && text.includes(`\n${columns}|`));
    const rejected = pictureWord('mark-rejected', { phase: 1, reason: String.raw`Too \| short` });
    ok(text.includes(`| 1 Requirements | ${rejected} | 03:03 |  |`));
    ok(text.endsWith('\n'));
  });

  it('say whose they are', () => {
    deepStrictEqual(headLines(samplePicture(GROWING), ENGLISH), [
      `Claude Code · claude-opus-4-5-20251101 · ${pictureWord('session-used', { tokens: '90,000', window: '200,000', percent: 45 })} · ${pictureWord('session-live')}`,
    ]);
  });
});

describe('what the page says', () => {
  it('is taken only in the shape it has', () => {
    deepStrictEqual(
      [
        { kind: 'ready' },
        { kind: 'savePng', base64: 'aaaa' },
        { kind: 'run' },
        { kind: 'copyMarkdown' },
        { kind: 'pngFailed', reason: 3 },
        { kind: 'savePng', base64: 'a'.repeat(64 * 1024 * 1024 + 1) },
        null,
        3,
      ].map(isFromPage),
      [true, true, false, false, false, false, false, false],
    );
  });
});
