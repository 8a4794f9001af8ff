/** Turns rows that come in pages into others, page by page. */
export async function* inPages<From, Row>(
  pages: AsyncIterable<readonly From[]>,
  toRow: (from: From) => Row,
): AsyncGenerator<Row[]> {
  for await (const page of pages) yield page.map(toRow);
}
