/** What a document of ours holds, as far as its reader has to know: which values are texts however they look. */

export type ToonType =
  | {
      readonly kind: 'text';
      /** The only values, where there are few. */
      readonly values?: readonly string[];
      /** What the text looks like; tells which cell of a row has a comma too many. */
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
  /** Every key there may be, `schema` and `revision` included. */
  readonly fields: ToonFields;
}
