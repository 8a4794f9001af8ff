import type { Tint } from './terminal.js';

/** A column of a table. Cells are plain text, also from outside: they are escaped when they are printed. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** A shorter form, where the long one makes the table too wide. */
  readonly brief?: (row: Row) => string;
  /** Prose may be wrapped, down to this width. Everything else is kept whole, so that it can be copied. */
  readonly wraps?: number;
  /** Breaks within a word where it is longer than the column; otherwise it sticks out and stays whole. */
  readonly breaks?: true;
  readonly align?: 'right';
  /**
   * The columns with the lowest number are left out first where the table is too wide; without one, never. 0 and 1 are
   * extras, which prose is not squeezed for.
   */
  readonly drop?: number;
  readonly tint?: (row: Row) => Tint | null;
}
