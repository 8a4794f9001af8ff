import { Writable } from 'node:stream';
import { type Options, parse } from 'csv-parse/sync';
import { parseMonth } from '../src/period/period.js';
import { type ReportOptions, type WrittenReport, writeReport } from '../src/writing/report.js';

export const FEBRUARY_PERIOD = parseMonth('2026-02');

/** What a reader of the stream got, and what the writer reports of it. */
export async function written(
  options: Omit<ReportOptions, 'period' | 'timeZone'> & Partial<Pick<ReportOptions, 'period' | 'timeZone'>>,
): Promise<{ readonly file: WrittenReport; readonly bytes: Buffer; readonly text: string }> {
  const chunks: Buffer[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  const file = await writeReport({ period: FEBRUARY_PERIOD, timeZone: 'UTC', ...options }, output);
  const bytes = Buffer.concat(chunks);
  return { file, bytes, text: bytes.toString('utf8') };
}

/** The cells as a parser we did not write finds them, header first; it refuses anything but RFC 4180. */
export function cellsOf(text: string, options: Options = {}): string[][] {
  return parse(text, { record_delimiter: '\r\n', ...options }) as unknown as string[][];
}

/** The rows as objects by column name. */
export function recordsOf(text: string, options: Options = {}): Record<string, string>[] {
  const [header = [], ...rows] = cellsOf(text, options);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}
