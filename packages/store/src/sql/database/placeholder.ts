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

/** Fills the places that were open when a query was compiled. */
export function filled(
  parameters: readonly unknown[],
  params: Readonly<Record<string, Bindable>>,
): readonly unknown[] {
  return parameters.map((value) => (value instanceof Placeholder ? (params[value.name] ?? null) : value));
}
