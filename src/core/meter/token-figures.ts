/**
 * The token figures of one record of a transcript. A record with a figure that isn't a count (negative, a fraction, text, too
 * large) says nothing: the sum of the others would be a number that is too small.
 */

import { asFields, type Fields, isTokenCount } from '../json-fields.ts';

/** Takes figures out of records, and remembers the first that isn't a count. */
export class TokenFigures {
  #noCount: string | null = null;

  /** Name of the first figure that isn't a count; null while all are. */
  get noCount(): string | null {
    return this.#noCount;
  }

  /** A figure that every such record has. @returns 0 where it isn't a count */
  required(fields: Fields, name: string): number {
    return this.#take(fields[name], name);
  }

  /** A figure that an agent or a provider may leave out. @returns 0 where it is absent or isn't a count */
  optional(fields: Fields, name: string): number {
    return fields[name] === undefined ? 0 : this.#take(fields[name], name);
  }

  /**
   * What holds figures, null where it is absent: nothing was counted there yet.
   *
   * Anything but an object, such as text, is remembered as no count.
   */
  group(fields: Fields, name: string): Fields | null {
    const value = fields[name] ?? null;
    const group = asFields(value);
    if (value !== null && group === null) this.#noCount ??= name;
    return group;
  }

  /** The sum of figures taken before; null where one of them, or the sum itself, isn't a count. */
  sum(...figures: readonly number[]): number | null {
    const sum = figures.reduce((total, figure) => total + figure, 0);
    if (!isTokenCount(sum)) this.#noCount ??= 'usage';
    return this.#noCount === null ? sum : null;
  }

  #take(value: unknown, name: string): number {
    if (isTokenCount(value)) return value;
    this.#noCount ??= name;
    return 0;
  }
}
