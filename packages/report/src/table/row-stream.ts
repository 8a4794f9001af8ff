import type { RowStream } from '@roamwatch/core';

/** So few that encoding them does not delay other work. */
const ROWS_A_SLICE = 1_000;

/** The rows of a list in slices; between two of them others get their turn. */
export async function* inSlices<Row>(rows: Iterable<Row>): AsyncGenerator<readonly Row[]> {
  let slice: Row[] = [];
  for (const row of rows) {
    slice.push(row);
    if (slice.length < ROWS_A_SLICE) continue;
    yield slice;
    slice = [];
    await new Promise(setImmediate);
  }
  if (slice.length > 0) yield slice;
}

/** The same rows; `see` gets each of them as it is read. */
export async function* seen<Row>(
  rows: RowStream<Row>,
  see: (row: Row) => void,
): AsyncGenerator<readonly Row[]> {
  for await (const slice of rows) {
    for (const row of slice) see(row);
    yield slice;
  }
}

/** Each row as `change` makes it. */
export async function* changed<From, To>(
  rows: RowStream<From>,
  change: (row: From) => To,
): AsyncGenerator<readonly To[]> {
  for await (const slice of rows) yield slice.map(change);
}
