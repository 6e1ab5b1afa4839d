/** A sandbox and a model server for each test of a group. */
import type { Place } from './cells.ts';
import { startModelServer } from './model-server.ts';
import { Sandbox } from './sandbox.ts';

/** @param take gets what the next test uses, before the group's own preparations */
export function eachInSandbox(take: (place: Place) => void): void {
  let place: Place;
  beforeEach(async () => {
    place = { sandbox: new Sandbox(), server: await startModelServer() };
    take(place);
  });
  afterEach(async () => {
    await place.server.close();
    place.sandbox.close();
  });
}
