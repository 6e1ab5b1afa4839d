import { bannerText } from '../meter/banner.ts';
import type { BannerProgress } from '../meter/banner.ts';
import type { Reading } from '../meter/reading.ts';
import { phaseLabel, progressOf } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** Returns the banner's progress; null without a workflow. */
export function progressForBanner(state: WorkflowState | undefined): BannerProgress | null {
  return state === undefined ? null : { label: phaseLabel(state), percent: progressOf(state).effort };
}

/** The banner of a reading with the workflow's progress; empty without a reading and at the normal level. */
export function bannerFor(reading: Reading | null, state?: WorkflowState): string {
  return reading === null ? '' : bannerText(reading, progressForBanner(state));
}
