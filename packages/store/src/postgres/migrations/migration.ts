/** One step of the schema, with the name of SQLite's. Steps are never edited once released. */
export interface Migration {
  readonly name: string;
  /** Empty where an earlier step of this list contains it. */
  readonly sql: string;
}
