/**
 * Replaces the runtime shims of the MCP SDK: Node's process, and no JSON Schema validator. The SDK's validator (Ajv, a fifth
 * of the bundle) only checks the answers to forms that a server shows in the client (elicitation); this server shows none.
 */

export { default as process } from 'node:process';

/** A validator that is never used. */
export class DefaultJsonSchemaValidator {
  /** @throws always; a server that shows forms needs a validator (`jsonSchemaValidator` of `McpServer`) */
  getValidator(): never {
    throw new Error('This server shows no forms, so it has no validator for their answers.');
  }
}
