/** What the window loads to offer a session's work to a workflow. */

export { hasOffer, sessionOffer, startFromSession, startLines } from '../../core/service/session-start.ts';
export { existingWork, observeWork } from '../../core/service/session-work.ts';
