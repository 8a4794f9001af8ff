/** Rows as a database gives them: arrays of about 1,000, so that an await costs nothing a row. */
export type RowStream<Row> = AsyncIterable<readonly Row[]>;
