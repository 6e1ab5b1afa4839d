/** What the window loads to recover a workflow or find an older one: a part of `dist/engine.js`, loaded on first use. */

export { applyCandidate } from './apply-candidate.ts';
export { findCandidates } from './find-candidates.ts';
export { hasOlderState } from './older-workflow.ts';
export { previewCandidate } from './preview-candidate.ts';
