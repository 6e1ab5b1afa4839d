/**
 * Templates of the core that the window passes to `l10n.t`, besides its own literals. Not bundled: it's for `npm run
 * l10n`, which writes the source of translations, and for tests.
 */

import { KEY_VALUES, KEY_DESCRIPTIONS } from '../core/exports/key-descriptions.ts';
import { FAILURES, failureTemplate } from '../core/failures/failures.ts';
import type { ErrorCode } from '../core/failures/failures.ts';
import { DRIFT_WORDS } from '../core/handoff/drift-words.ts';
import { DRIFTS } from '../core/handoff/drift.ts';
import { LEVEL_WORDS } from '../core/meter/level-words.ts';
import { METER_WORDS } from '../core/meter/meter-words.ts';
import { PICTURE_WORDS } from '../core/picture/picture-words.ts';
import { REFUSAL_WORDS } from '../core/proposals/refusal-words.ts';
import { RECOVERY_WORDS } from '../core/recovery/recovery-words.ts';
import { RULE_WORDS } from '../core/rules/rule-words.ts';
import { FILE_REFUSAL_WORDS } from '../core/tasks/task-paths.ts';
import { TOON_WORDS } from '../core/toon/toon-finding.ts';
import { OFFER_WORDS } from '../core/view/offer-words.ts';
import { PLAN_WORDS } from '../core/view/plan-words.ts';
import { QUESTION_WORDS } from '../core/view/question-phrases.ts';
import { REVIEW_WORDS } from '../core/view/review-words.ts';
import { SESSION_WORDS } from '../core/view/session-words.ts';
import { FORMAT_WORDS } from '../core/view/status-format.ts';
import { TASK_WORDS } from '../core/view/task-words.ts';
import { VIEW_WORDS } from '../core/view/view-words.ts';
import { EVIDENCE_WORDS, LACK_WORDS, RESULT_WORDS } from '../core/workflow/evidence-words.ts';
import { REJECTION_WORDS } from '../core/workflow/rejection-words.ts';

const TABLES: readonly Readonly<Record<string, string>>[] = [
  DRIFT_WORDS,
  RECOVERY_WORDS,
  METER_WORDS,
  VIEW_WORDS,
  EVIDENCE_WORDS,
  RESULT_WORDS,
  LACK_WORDS,
  REJECTION_WORDS,
  OFFER_WORDS,
  PLAN_WORDS,
  REVIEW_WORDS,
  QUESTION_WORDS,
  RULE_WORDS,
  SESSION_WORDS,
  PICTURE_WORDS,
  TASK_WORDS,
  LEVEL_WORDS,
  TOON_WORDS,
  KEY_DESCRIPTIONS,
  REFUSAL_WORDS,
  FILE_REFUSAL_WORDS,
  ...Object.values(FORMAT_WORDS),
];

/** All templates, with duplicates. */
export const CORE_TEXTS: readonly string[] = [
  ...(Object.keys(FAILURES) as ErrorCode[]).map((code) => failureTemplate(code, 'window')),
  ...DRIFTS,
  KEY_VALUES,
  ...TABLES.flatMap((table) => Object.values(table)),
];
