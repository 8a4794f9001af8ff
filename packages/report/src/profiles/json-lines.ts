import type { Column, Table } from '../table/table.js';

/**
 * One JSON object a line. Integers are numbers, exact to the last digit; decimals are text, because most
 * readers would make binary floats of them; what is missing is null. Text is as it came: nothing runs it here.
 */
export async function* encodeJsonLines<Row>(table: Table<Row>): AsyncGenerator<string> {
  for await (const slice of table.slices) {
    let lines = '';
    for (const row of slice) lines += `{${table.columns.map((column) => member(column, row)).join(',')}}\n`;
    yield lines;
  }
}

function member<Row>({ name, kind, cell }: Column<Row>, row: Row): string {
  const text = cell(row);
  if (text === '') return `"${name}":null`;
  return `"${name}":${kind === 'integer' ? text : JSON.stringify(text)}`;
}
