/** A process that opens workflow `wf-001` of a folder: prints the milliseconds that it took, and the revision. */

import { openFolder } from '../../../src/node/folder/open-folder.ts';

async function main(folder: string): Promise<void> {
  const { service } = await openFolder({ folder, home: '/nonexistent', environment: {} });
  const started = performance.now();
  const { revision } = await service.state('wf-001');
  console.log(JSON.stringify([performance.now() - started, revision]));
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
