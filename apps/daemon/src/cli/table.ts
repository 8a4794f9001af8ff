import Table from 'cli-table3';

/** Narrower than this a column of prose is no longer read with pleasure. */
const LEAST_PROSE = 24;
const GAP = 2;

const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

/**
 * A plain table without a access. On a terminal the last column, which holds prose where there is any, is wrapped
 * so that the table fits; elsewhere every row stays on one line, for grep. Titles that are all empty make no line.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined = process.stdout.columns,
): string {
  const plain = new Table({
    head: head.some((title) => title !== '') ? [...head] : [],
    chars: NO_FRAME,
    style: { head: process.stdout.isTTY ? ['bold'] : [], border: [], 'padding-left': 0, 'padding-right': 0 },
    wordWrap: true,
    colWidths: width === undefined ? [] : widths(head, rows, width),
  });
  for (const row of rows) plain.push(row.map(onOneLine));
  return plain.toString().replaceAll(/ +$/gm, '');
}

/** What others wrote must not move the cursor. */
function onOneLine(cell: string): string {
  return cell.replace(/\p{Cc}+/gu, ' ');
}

/** Every column as wide as its texts, the last as wide as what remains. */
function widths(head: readonly string[], rows: readonly (readonly string[])[], width: number): number[] {
  const natural = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const last = natural.pop() ?? 0;
  const before = natural.reduce((sum, one) => sum + one + GAP, 0);
  return [...natural, Math.min(last, Math.max(LEAST_PROSE, width - before))];
}
