import type { Tint } from './terminal.js';

/** What a table shows of a row. Cells are plain text, also from outside: they are escaped when they are printed. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** A shorter form, where the long one makes the table too wide. */
  readonly brief?: (row: Row) => string;
  /** Prose, which may be wrapped. Everything else is kept whole, so that it can be copied. */
  readonly wraps?: true;
  readonly align?: 'right';
  /** The columns with the lowest number are left out first where the table is too wide; without one, never. */
  readonly drop?: number;
  readonly tint?: (row: Row) => Tint | null;
}
