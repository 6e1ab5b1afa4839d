/** What connects agents (`dist/connect.js`): loaded when somebody asks for it. */

export {
  applyConnection,
  connectedAgents,
  isChange,
  planConnect,
  planDisconnect,
  planDisconnectAll,
} from './connect.ts';
export type { ConnectionChange, FileChange } from './connect.ts';
export { CONNECTABLE_AGENTS, connectableAgent } from './connectable-agents.ts';
export { connectNotes, TOKEN_EFFICIENT_NOTE } from '../../core/connect/connect-words.ts';
export { differenceOf } from './difference.ts';
export { refreshLauncher } from './launcher.ts';
