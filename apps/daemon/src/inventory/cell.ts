import { type CalendarDate, canonicalIccid, isCalendarDate, LANGUAGES, languageCode } from '@roamwatch/core';
import { isEmailAddress } from '../config/address.js';

/**
 * The ICCID in a cell, in its canonical spelling, whatever a spreadsheet or a SIM tool wrapped it in: spaces, dashes, a leading `'`,
 * `="8944…"`, the filler `F`.
 *
 * @throws RangeError naming what is wrong with it.
 */
export function readIccid(cell: string): string {
  const text = cell
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .replace(/[\s\u00a0]/g, '');
  if (text === '') throw new RangeError('has no ICCID');
  if (/^\d+([.,]\d+)?E\+?\d+$/i.test(text)) {
    throw new RangeError(
      `the ICCID ${text} was rounded by a spreadsheet: format the column as text and enter it again`,
    );
  }
  const iccid = canonicalIccid(text);
  if (iccid !== null) return iccid;
  if (!/^\d{16,22}$/.test(text))
    throw new RangeError(`"${text.slice(0, 40)}" is not an ICCID of 16 to 22 digits`);
  return text;
}

/** The address in a cell, null when it is empty. It is personal, so the RangeError does not repeat it. */
export function readEmail(cell: string): string | null {
  const text = cell.trim();
  if (text !== '' && !isEmailAddress(text)) throw new RangeError('the email address cannot be read');
  return text === '' ? null : text;
}

/** The date in a cell, null when it is empty. Throws a RangeError for anything but a real `YYYY-MM-DD`. */
export function readDate(cell: string): CalendarDate | null {
  const text = cell.trim();
  if (text === '') return null;
  if (!isCalendarDate(text))
    throw new RangeError(`valid_from must be a date such as 2026-01-31, not "${text}"`);
  return text;
}

/** What is wrong with the language in a cell; null for one such as `de` or `de-AT`, and for none. */
export function faultOfLanguage(cell: string): string | null {
  const text = cell.trim();
  if (text === '' || languageCode(text) !== null) return null;
  return `unknown language "${text.slice(0, 40)}", ignored; known are ${Object.keys(LANGUAGES).join(' and ')}`;
}

/** Free text on one line, null when it is empty. Throws a RangeError for text that cannot have been meant. */
export function readText(cell: string): string | null {
  const text = cell.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (text.length > 500) throw new RangeError('a cell holds more than 500 characters');
  return text === '' ? null : text;
}
