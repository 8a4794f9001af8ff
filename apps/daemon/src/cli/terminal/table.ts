import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { printable } from '../../printable.js';
import { type Arranged, arrange, GAP } from './arrange.js';
import type { Column } from './column.js';
import { outputWidth, type Tint, tinted } from './terminal.js';

/**
 * A plain table without a frame. On a terminal it fits the width: times become relative, columns are left out, and at
 * last every row becomes a record. Elsewhere every row stays on one line, for grep. Titles that are all empty make no
 * line.
 */
export function tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | undefined = outputWidth(),
): string {
  const arranged = arrange(columns, rows, width);
  if (arranged === null) return records(columns, rows, width ?? 0);
  const titles = arranged.some(({ column }) => column.title !== '')
    ? [
        lineOf(
          arranged,
          ({ column }) => [column.title],
          () => 'heading',
        ),
      ]
    : [];
  const lines = rows.map((row, index) =>
    lineOf(
      arranged,
      (one) => linesOf(one, index),
      ({ column }) => column.tint?.(row) ?? null,
    ),
  );
  return [...titles, ...lines].join('\n');
}

/** Narrower than this, prose is better read below its name. */
const LEAST_PROSE = 24;

/** A table of texts. The last column contains prose where there is any. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined = outputWidth(),
): string {
  const columns = head.map(
    (title, index): Column<readonly string[]> => ({
      title,
      cell: (row) => row[index] ?? '',
      ...(index === head.length - 1 && { wraps: LEAST_PROSE }),
    }),
  );
  return tableOf(columns, rows, width);
}

/** The details of one thing: a name and a value per line. */
export function details(
  pairs: readonly (readonly [name: string, value: string, tint?: Tint])[],
  width: number | undefined = outputWidth(),
): string {
  const names = Math.max(0, ...pairs.map(([name]) => stringWidth(name)));
  return pairs
    .map(([name, value, tint]) => field(name, names, printable(value), tint ?? null, width))
    .join('\n');
}

/** Prose of our own: a paragraph that fits. */
export function paragraph(text: string, width: number | undefined = outputWidth()): string {
  return width === undefined ? text : wrapAnsi(text, width);
}

function linesOf<Row>({ column, texts, width }: Arranged<Row>, row: number): readonly string[] {
  const text = texts[row] ?? '';
  return column.wraps !== undefined && stringWidth(text) > width
    ? wrapAnsi(text, width, { hard: column.breaks === true }).split('\n')
    : [text];
}

/** A row, which takes as many lines as its longest cell. */
function lineOf<Row>(
  arranged: readonly Arranged<Row>[],
  cellOf: (one: Arranged<Row>) => readonly string[],
  tintOf: (one: Arranged<Row>) => Tint | null,
): string {
  const cells = arranged.map((one) => ({ ...one, lines: cellOf(one), tint: tintOf(one) }));
  const height = Math.max(...cells.map(({ lines }) => lines.length));
  return [...Array(height).keys()]
    .map((line) => {
      const texts = cells.map(({ lines, width, tint, column }, index) => {
        const text = lines[line] ?? '';
        const padding = ' '.repeat(Math.max(0, width - stringWidth(text)));
        if (column.align === 'right') return padding + tinted(text, tint);
        return tinted(text, tint) + (isLast(cells, index, line) ? '' : padding);
      });
      return texts.join(' '.repeat(GAP)).trimEnd();
    })
    .join('\n');
}

/** No blanks at the end of a line, not even in front of a colour's end. */
function isLast(
  cells: readonly { readonly lines: readonly string[] }[],
  index: number,
  line: number,
): boolean {
  return cells.slice(index + 1).every(({ lines }) => (lines[line] ?? '') === '');
}

/** Each row as a separate block. */
function records<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): string {
  const names = Math.max(0, ...columns.map(({ title }) => stringWidth(title)));
  return rows
    .map((row) =>
      columns
        .map(({ title, cell, tint }) => ({ title, text: printable(cell(row)), tint: tint?.(row) ?? null }))
        .filter(({ text }) => text !== '')
        .map(({ title, text, tint }) => field(title, names, text, tint, width))
        .join('\n'),
    )
    .join('\n\n');
}

function field(
  name: string,
  names: number,
  text: string,
  tint: Tint | null,
  width: number | undefined,
): string {
  const indent = ' '.repeat(names + GAP);
  const room = Math.max(1, (width ?? Number.POSITIVE_INFINITY) - indent.length);
  const lines = stringWidth(text) <= room ? [text] : wrapAnsi(text, room).split('\n');
  const label = name + ' '.repeat(names - stringWidth(name) + GAP);
  return lines
    .map((line, index) => `${index === 0 ? label : indent}${tinted(line, tint)}`.trimEnd())
    .join('\n');
}
