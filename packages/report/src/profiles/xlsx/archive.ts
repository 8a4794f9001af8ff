import { strToU8, Zip, ZipDeflate } from 'fflate';

/** ZIP entries carry a date; a fixed one keeps equal reports equal. In local time, as ZIP dates are. */
const ENTRY_DATE = new Date(1980, 0, 1);

/** Sheets are repetitive text: more effort saves little and takes several times as long. */
const LEVEL = 1;

/** A ZIP archive whose entries are written one after the other, as streams. */
export class Archive {
  #pieces: Uint8Array[] = [];
  #entry: ZipDeflate | null = null;
  readonly #zip = new Zip((error, piece) => {
    if (error) throw error;
    if (piece.length > 0) this.#pieces.push(piece);
  });

  /** Begins an entry, which takes what is written until the next one begins. */
  begin(path: string): void {
    this.#finish();
    const entry = new ZipDeflate(path, { level: LEVEL });
    entry.mtime = ENTRY_DATE;
    this.#zip.add(entry);
    this.#entry = entry;
  }

  write(text: string): void {
    this.#entry?.push(strToU8(text));
  }

  add(path: string, text: string): void {
    this.begin(path);
    this.write(text);
  }

  end(): void {
    this.#finish();
    this.#zip.end();
  }

  /** The bytes since this was last called. */
  taken(): readonly Uint8Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #finish(): void {
    this.#entry?.push(new Uint8Array(0), true);
    this.#entry = null;
  }
}
