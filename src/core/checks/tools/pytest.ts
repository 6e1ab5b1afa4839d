/** pytest: the full report and `-q`. */

import { countOf, eachOnce, group, indicesOf, lastFound, linesUntil } from '../find-lines.ts';
import { MOST_FAILURES, testReport } from '../summary.ts';
import type { Failure, Recognizer } from '../summary.ts';

const LAST =
  /^(?:=+ )?((?:\d+ (?:passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)|no tests (?:ran|collected))\b.*) in [\d.]+s\b/;
const COLLECTING = /^!+ Interrupted: \d+ errors? during collection !+$/;
const LISTED = /^(FAILED|ERROR) (\S.*?)(?: - (.*))?$/;
const HEADING = /^_{3,} (.+?) _{3,}$/;
const SECTION_END = /^(?:_{3,} .+ _{3,}|={3,} .+ ={3,})$/;
const RAISED_AT = /^(\S+\.py):(\d+): /;
const SOURCE = /^E\s+File "(.+)", line (\d+)$/;
const RAISED = /^E {2,}(\S.*)$/;

interface Section {
  readonly place: string | null;
  readonly message: string | null;
}

export const pytest: Recognizer = (lines) => {
  const last = lastFound(lines, LAST);
  if (last === null) return undefined;
  const said = group(last, 1);
  // A collection error isn't a failed test.
  const errors = lastFound(lines, COLLECTING) === null ? countOf(said, 'errors?') : 0;
  const counts = {
    passed: countOf(said, 'passed') + countOf(said, 'xpassed'),
    failed: countOf(said, 'failed') + errors,
    skipped: countOf(said, 'skipped') + countOf(said, 'xfailed'),
  };
  const sections = sectionsOf(lines);
  const listed = indicesOf(lines, LISTED, MOST_FAILURES).map((at) =>
    failureOf(LISTED.exec(lines[at] ?? ''), sections),
  );
  const unlisted = [...sections].map(([name, section]) => ({ name, ...section }));
  return testReport('pytest', counts, eachOnce(listed.length > 0 ? listed : unlisted));
};

/** The long report on each test, by the heading's name: `TestCart.test_total[1]`. */
function sectionsOf(lines: readonly string[]): ReadonlyMap<string, Section> {
  const found = indicesOf(lines, HEADING, MOST_FAILURES * 2).map((at) => {
    const body = linesUntil(lines, at + 1, SECTION_END, 400);
    const heading = group(HEADING.exec(lines[at] ?? ''), 1);
    // The first line shows the difference; for an error in the file itself, only the last line does.
    const source = lastFound(body, SOURCE);
    const place = source ?? lastFound(body, RAISED_AT);
    const raised =
      source !== null ? lastFound(body, RAISED) : RAISED.exec(body.find((line) => RAISED.test(line)) ?? '');
    const section = {
      place: place === null ? null : `${group(place, 1)}:${group(place, 2)}`,
      message: group(raised, 1) || null,
    };
    return [heading.replace(/^ERROR (?:at (?:setup|teardown) of|collecting) /, ''), section] as const;
  });
  return new Map(found);
}

function failureOf(found: RegExpExecArray | null, sections: ReadonlyMap<string, Section>): Failure {
  const name = group(found, 2);
  const [file = '', ...parts] = name.split('::');
  const section = sections.get(parts.length === 0 ? file : parts.join('.'));
  return {
    name,
    place: section?.place ?? null,
    message: section?.message ?? (group(found, 3) || null),
  };
}
