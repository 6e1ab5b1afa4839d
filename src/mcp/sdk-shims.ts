/**
 * What the MCP SDK takes of its runtime, in the place of its own: Node's process, and no validator of JSON Schema. The SDK's
 * (Ajv, a fifth of the bundle) reads nothing but the answers to a form that a server shows in the client (elicitation), and
 * this one shows none.
 */

export { default as process } from 'node:process';

/** Makes no validator. */
export class DefaultJsonSchemaValidator {
  /** @throws always: whoever lets the server show a form gives it a validator (`jsonSchemaValidator` of `McpServer`) */
  getValidator(): never {
    throw new Error('This server shows no forms, and has nothing to read their answers with.');
  }
}
