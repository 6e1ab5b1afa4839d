/**
 * A shared journal: a folder of segments, `{id}.journal/*.jsonl`, instead of one file. In the file's place stands a
 * line that is the same everywhere, and that an older Ninefold answers with *update*.
 *
 * Each segment is written by one writer on one line of history and only grows until git takes it, so git never has two
 * versions of one to merge. The names mean nothing.
 */

/** Greater than any version of an event that a Ninefold without segments reads. */
const SEGMENTS_VERSION = 3;
const SEGMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*\.jsonl$/;

/** Returns the text that stands for a shared journal in the place of its file. */
export function segmentsMarker(id: string): string {
  return `${JSON.stringify({ v: SEGMENTS_VERSION, workflow: id, segments: `${id}.journal` })}\n`;
}

/** Tests whether a journal's text only says that the journal has segments. A checkout may have changed its line end. */
export function isSegmentsMarker(text: string, id: string): boolean {
  return text.length < 1_000 && text.trimEnd() === segmentsMarker(id).trimEnd();
}

/** Returns the path of a workflow's folder of segments, relative to the state root. */
export function segmentFolder(id: string): string {
  return `state/workflows/${id}.journal`;
}

/** Tests whether a file in that folder is a segment. */
export function isSegmentName(name: string): boolean {
  return SEGMENT_NAME.test(name);
}
