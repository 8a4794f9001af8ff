/** One step of the schema. Steps are never edited once released; the file's `user_version` counts those done. */
export interface Migration {
  readonly name: string;
  /** True when existing rows are changed or dropped: then a backup is made before it. */
  readonly rewritesData: boolean;
  readonly sql: string;
}
