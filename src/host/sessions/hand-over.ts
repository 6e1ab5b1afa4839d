import { homedir } from 'node:os';

import type { SessionActivity } from '../../core/activity/activity.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { SessionHandoff } from '../../core/service/session-handoff.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import type { Reporter } from '../messages.ts';
import { meterEnvironment } from '../meter/folder-meter.ts';
import { readSetting } from '../registration/settings.ts';

/** Reads what the folder's session did, in a worker; null if it has none, or if that can't be read. */
export async function activityIn(
  open: OpenFolder,
  reading: Reading | null,
  { reporter, userFolder }: { readonly reporter: Reporter; readonly userFolder: string | null },
): Promise<SessionActivity | null> {
  const engine = await loadEngine();
  const client = new engine.ActivityClient();
  const request = {
    environment: meterEnvironment(engine, userFolder),
    own: reading?.sessionId ?? null,
    isOff: !readSetting('ninefold.activity'),
  };
  try {
    return await engine.activityForHandoff(open, client, request, reading);
  } catch (error) {
    reporter.note("couldn't read what the session did", error);
    return null;
  } finally {
    client.dispose();
  }
}

/**
 * Hands over the session of a folder without a workflow.
 *
 * @param isAsked a person asked for it; otherwise nothing is written into the folder
 */
export async function handOverSession(
  open: OpenFolder,
  activity: SessionActivity,
  reading: Reading | null,
  isAsked: boolean,
): Promise<SessionHandoff> {
  const { createSessionHandoff } = await loadEngine();
  return createSessionHandoff(open, { activity, reading, home: homedir(), isAsked });
}
