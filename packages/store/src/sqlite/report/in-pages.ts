/** Enough that an await costs nothing a row, and few enough that a page holds nothing else up. */
export const ROWS_A_PAGE = 1_000;

/** Streams rows in pages; between two of them others get their turn. */
export async function* inPages<From, Row>(
  rows: Iterable<From>,
  toRow: (from: From) => Row,
): AsyncGenerator<Row[]> {
  let page: Row[] = [];
  for (const row of rows) {
    page.push(toRow(row));
    if (page.length < ROWS_A_PAGE) continue;
    yield page;
    page = [];
    await othersTurn();
  }
  if (page.length > 0) yield page;
}

/** SQLite reads synchronously: without this, a long read would hold up everything else. */
export function othersTurn(): Promise<void> {
  return new Promise(setImmediate);
}
