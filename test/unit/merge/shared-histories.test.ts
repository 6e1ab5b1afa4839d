import { sharedHistory } from '../../torture/shared-histories.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

const SEEDS = 50;
/** Actions of a history; torture has a thousand histories, and longer ones. */
const STEPS = 8;

describe('shared state in random histories of git', function () {
  this.timeout(240_000);
  afterEach(removeFolders);

  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`is the same wherever the same commits are, and loses nothing (seed ${seed})`, () =>
      sharedHistory(seed, newFolder(), STEPS));
  }
});
