/**
 * Token figures of one transcript record. A record with an invalid count (negative, fractional, text, too large) is
 * ignored: the sum of the others would be too small.
 */

import { asFields, type Fields, isTokenCount } from '../json-fields.ts';

/** Extracts figures from records, and remembers the first that isn't a valid count. */
export class TokenFigures {
  #noCount: string | null = null;

  /** Name of the first figure that isn't a valid count; null if all are valid. */
  get noCount(): string | null {
    return this.#noCount;
  }

  /** Reads a required figure. @returns 0 if it isn't a valid count */
  required(fields: Fields, name: string): number {
    return this.#take(fields[name], name);
  }

  /** Reads a figure that an agent or a provider may omit. @returns 0 if it's absent or isn't a valid count */
  optional(fields: Fields, name: string): number {
    return fields[name] === undefined ? 0 : this.#take(fields[name], name);
  }

  /**
   * Reads an object that holds figures; null if absent, because nothing was counted yet.
   *
   * Anything but an object, such as text, is remembered as an invalid count.
   */
  group(fields: Fields, name: string): Fields | null {
    const value = fields[name] ?? null;
    const group = asFields(value);
    if (value !== null && group === null) this.#noCount ??= name;
    return group;
  }

  /** Sums figures read before; null if one of them, or the sum itself, isn't a valid count. */
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
