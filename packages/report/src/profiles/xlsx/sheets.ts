import type { Column } from '../../table/table.js';
import type { Archive } from './archive.js';
import { cellEncoder, textCell } from './cells.js';
import { MAIN, sheetPath, XML } from './frame.js';
import type { Styles } from './styles.js';

const COLUMN_WIDTH = 20;
const END = '</sheetData></worksheet>';

export interface SheetOptions {
  readonly archive: Archive;
  readonly styles: Styles;
  /** The header among them. */
  readonly rowsASheet: number;
}

/** Writes rows into as many sheets as they need. */
export class Sheets<Row> {
  #count = 0;
  #rows = 0;
  readonly #begin: string;
  readonly #cells: readonly ((row: Row, number: number) => string)[];
  readonly #options: SheetOptions;

  constructor(columns: readonly Column<Row>[], options: SheetOptions) {
    this.#options = options;
    this.#begin = beginning(columns, options.styles);
    this.#cells = columns.map((column, index) => cellEncoder(column, columnName(index), options.styles));
  }

  get count(): number {
    return this.#count;
  }

  add(rows: readonly Row[]): void {
    let text = '';
    for (const row of rows) {
      if (this.#count === 0 || this.#rows === this.#options.rowsASheet) {
        this.#options.archive.write(text);
        text = '';
        this.#beginSheet();
      }
      this.#rows += 1;
      text += `<row r="${this.#rows}">`;
      for (const cell of this.#cells) text += cell(row, this.#rows);
      text += '</row>';
    }
    this.#options.archive.write(text);
  }

  end(): void {
    if (this.#count === 0) this.#beginSheet();
    this.#options.archive.write(END);
  }

  #beginSheet(): void {
    if (this.#count > 0) this.#options.archive.write(END);
    this.#count += 1;
    this.#rows = 1;
    this.#options.archive.begin(sheetPath(this.#count));
    this.#options.archive.write(this.#begin);
  }
}

/** The start of a sheet: its frozen header. */
function beginning(columns: readonly Column<never>[], styles: Styles): string {
  const header = columns.map(({ name }, index) => textCell(name, `${columnName(index)}1`, styles.bold));
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${columns.length}" width="${COLUMN_WIDTH}" customWidth="1"/></cols><sheetData><row r="1">${header.join('')}</row>`;
}

/** `A` to `Z`, then `AA`. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
