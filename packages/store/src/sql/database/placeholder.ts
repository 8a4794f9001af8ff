import { sql } from 'kysely';
import type { Bindable, Params } from './database.js';

class Placeholder {
  constructor(readonly name: string) {}
}

/** Any property of this object is a placeholder of that name. */
const placeholders = new Proxy({}, { get: (_, name) => sql`${new Placeholder(String(name))}` });

/** The open places that a query is built with. */
export function openPlaces<P>(): Params<P> {
  return placeholders as Params<P>;
}

/**
 * Fills the places that were open when a query was compiled. A list compiled for the query, whose names are our own: to look
 * at each parameter at every run takes a fifth of what SQLite takes to write a row.
 */
export function filler<Value>(
  parameters: readonly unknown[],
): (params: Readonly<Record<string, Bindable>>) => Value[] {
  const values = parameters.map((value, index) =>
    value instanceof Placeholder ? `params[${JSON.stringify(value.name)}] ?? null` : `parameters[${index}]`,
  );
  return new Function('parameters', `return (params) => [${values.join(', ')}];`)(parameters);
}
