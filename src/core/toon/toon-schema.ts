/**
 * Structure of a document of ours, as far as its reader needs it: which values are texts, whatever they look like.
 */

export type ToonType =
  | {
      readonly kind: 'text';
      /** The only allowed values, if there are few. */
      readonly values?: readonly string[];
      /** Form of the text, which shows which cell of a row has an extra comma. */
      readonly pattern?: RegExp;
      readonly isNullable?: true;
    }
  | { readonly kind: 'number' };

export type ToonField =
  | ToonType
  | { readonly kind: 'texts' }
  | { readonly kind: 'table'; readonly columns: Readonly<Record<string, ToonType>> }
  | { readonly kind: 'object'; readonly fields: ToonFields };

export type ToonFields = Readonly<Record<string, ToonField>>;

export interface ToonSchema {
  /** Value of the first key, `schema`. */
  readonly name: string;
  /** All possible keys, including `schema` and `revision`. */
  readonly fields: ToonFields;
}
