import type { CsvDialect } from '../profiles/csv.js';
import type { CellKind, Column } from '../table/table.js';

/** The name of the metadata beside a CSV file. */
export function csvwName(file: string): string {
  return `${file}-metadata.json`;
}

/**
 * Types the columns of a CSV file for tools that would guess them, and make numbers of ICCIDs: metadata as W3C's
 * "Metadata Vocabulary for Tabular Data" has it.
 */
export function csvwMetadata(file: string, columns: readonly Column<never>[], shape: CsvDialect): string {
  const metadata = {
    '@context': 'http://www.w3.org/ns/csvw',
    url: file,
    dialect: {
      encoding: 'utf-8',
      header: true,
      delimiter: shape.delimiter,
      lineTerminators: ['\r\n'],
      commentPrefix: null,
      trim: false,
    },
    tableSchema: {
      columns: columns.map(({ name, kind }) => ({
        name,
        titles: name,
        datatype: datatype(kind, shape),
        null: '',
      })),
    },
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

function datatype(kind: CellKind, { decimalMark }: CsvDialect): unknown {
  switch (kind) {
    case 'text':
      return 'string';
    case 'date':
      return 'date';
    case 'instant':
      return 'dateTime';
    case 'integer':
      return 'integer';
    case 'decimal':
      return decimalMark === '.' ? 'decimal' : { base: 'decimal', format: { decimalChar: decimalMark } };
  }
}
