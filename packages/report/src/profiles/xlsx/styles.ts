import { MAIN, XML } from './frame.js';

/** Numbers below are Excel's own formats. */
const FIRST_FORMAT = 164;

/** The cell styles a workbook uses, by their index in its style sheet. */
export class Styles {
  readonly bold = 1;
  readonly text = 2;
  readonly #byFormat = new Map<string, number>();

  /** The style of a number format, such as `0.000`. */
  of(format: string): number {
    const known = this.#byFormat.get(format);
    if (known !== undefined) return known;
    const style = this.text + 1 + this.#byFormat.size;
    this.#byFormat.set(format, style);
    return style;
  }

  get xml(): string {
    const formats = ['@', ...this.#byFormat.keys()];
    const numFmts = formats.map(
      (format, index) => `<numFmt numFmtId="${FIRST_FORMAT + index}" formatCode="${format}"/>`,
    );
    const cells = formats.map(
      (_, index) =>
        `<xf numFmtId="${FIRST_FORMAT + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
    );
    return `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${numFmts.join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${cells.join('')}</cellXfs></styleSheet>`;
  }
}
