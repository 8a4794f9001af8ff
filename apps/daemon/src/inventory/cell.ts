import {
  type CalendarDate,
  canonicalIccid,
  type InventoryLineFault,
  inventoryFaultInWords,
  isCalendarDate,
  LANGUAGES,
  languageCode,
} from '@roamwatch/core';
import { isEmailAddress } from '../config/address.js';

/** A line that cannot be used. */
export class Unusable extends RangeError {
  override readonly name = 'Unusable';

  constructor(readonly fault: InventoryLineFault) {
    super(inventoryFaultInWords(fault));
  }
}

/** Longer text is no name of anything. */
const LONGEST_TEXT = 500;

/**
 * The ICCID in a cell, in its canonical spelling, whatever a spreadsheet or a SIM tool wrapped it in: spaces, dashes, a leading `'`,
 * `="8944…"`, the filler `F`.
 *
 * @throws Unusable
 */
export function readIccid(cell: string): string {
  const text = cell
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .replace(/[\s\u00a0]/g, '');
  if (text === '') throw new Unusable({ kind: 'no-iccid' });
  if (/^\d+([.,]\d+)?E\+?\d+$/i.test(text)) {
    throw new Unusable({ kind: 'iccid-rounded', cell: text.slice(0, 40) });
  }
  const iccid = canonicalIccid(text);
  if (iccid === null) throw new Unusable({ kind: 'not-an-iccid', cell: text.slice(0, 40) });
  return iccid;
}

/** The address in a cell, null when it is empty. It is personal, so what is `Unusable` about it does not repeat it. */
export function readEmail(cell: string): string | null {
  const text = cell.trim();
  if (text !== '' && !isEmailAddress(text)) throw new Unusable({ kind: 'not-an-address' });
  return text === '' ? null : text;
}

/** The date in a cell, null when it is empty. `Unusable` is anything but a real `YYYY-MM-DD`. */
export function readDate(cell: string): CalendarDate | null {
  const text = cell.trim();
  if (text === '') return null;
  if (!isCalendarDate(text)) throw new Unusable({ kind: 'not-a-date', cell: text.slice(0, 40) });
  return text;
}

/** The fault of the language in a cell; null for one such as `de` or `de-AT`, and for none. */
export function faultOfLanguage(cell: string): InventoryLineFault | null {
  const text = cell.trim();
  if (text === '' || languageCode(text) !== null) return null;
  return { kind: 'unknown-language', cell: text.slice(0, 40), known: Object.keys(LANGUAGES) };
}

/** Free text on one line, null when it is empty. `Unusable` is text that cannot have been meant. */
export function readText(cell: string): string | null {
  const text = cell.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (text.length > LONGEST_TEXT) throw new Unusable({ kind: 'cell-too-long', most: LONGEST_TEXT });
  return text === '' ? null : text;
}
