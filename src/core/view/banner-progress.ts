import type { BannerProgress } from '../meter/banner.ts';
import { phaseLabel, progressOf } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** Progress as the banner names it; null without a workflow. */
export function progressForBanner(state: WorkflowState | undefined): BannerProgress | null {
  return state === undefined ? null : { label: phaseLabel(state), percent: progressOf(state).effort };
}
