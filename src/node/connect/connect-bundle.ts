/** The bundle that connects agents (`dist/connect.js`), loaded on demand. */

export {
  applyConnection,
  connectedAgents,
  isChange,
  planConnect,
  planDisconnect,
  planDisconnectAll,
} from './connect.ts';
export type { ConnectionChange, FileChange } from './connect.ts';
export { connectableAgent } from '../agents/connectable-agents.ts';
export { disconnectEverything } from './disconnect-everything.ts';
export { differenceOf } from './difference.ts';
export { refreshLauncher } from './launcher.ts';
export { removeUnusedCache } from './remove-cache.ts';
