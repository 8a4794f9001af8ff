import { expect, test } from 'vitest';
import { readDate, readEmail, readIccid, readText } from './cell.js';

const ICCID = '8944500102198304826';

test.each([
  ICCID,
  ` ${ICCID} `,
  `'${ICCID}`,
  `="${ICCID}"`,
  '8944 5001 0219 8304 826',
  '8944\u00a0500102198304826',
  '8944-5001-0219-8304-826',
  `${ICCID}F`,
  `f${ICCID}`,
])('%j is an ICCID', (cell) => {
  expect(readIccid(cell)).toBe(ICCID);
});

test.each(['8.94E+18', '8,94E+18', '9E18', '8.9445e+18'])(
  '%s says that a spreadsheet destroyed it',
  (cell) => {
    expect(() => readIccid(cell)).toThrow(`the ICCID ${cell} was rounded by a spreadsheet`);
  },
);

test.each(['123456789012345', '12345678901234567890123', '89445001021983O4826', 'x', '8944500102198304826X'])(
  '%s is none',
  (cell) => {
    expect(() => readIccid(cell)).toThrow(`"${cell}" is not an ICCID of 16 to 22 digits`);
  },
);

test('an empty cell has no ICCID', () => {
  expect(() => readIccid(' ')).toThrow('has no ICCID');
});

test('an address is read or refused without being repeated', () => {
  expect(readEmail(' anna@example.com ')).toBe('anna@example.com');
  expect(readEmail('')).toBeNull();
  expect(() => readEmail('anna.example.com')).toThrow(/^the email address cannot be read$/);
});

test('a date is a real one, year first', () => {
  expect(readDate('2024-02-29')).toBe('2024-02-29');
  expect(readDate(' ')).toBeNull();
  for (const wrong of ['2025-02-29', '29/02/2024', '2024-2-9', '2024-02-29T00:00:00Z']) {
    expect(() => readDate(wrong)).toThrow(`not "${wrong}"`);
  }
});

test('text is one line', () => {
  expect(readText(' Anna\r\nBcc: x\u0000 ')).toBe('Anna Bcc: x');
  expect(readText(' \n')).toBeNull();
  expect(() => readText('x'.repeat(501))).toThrow('more than 500 characters');
});
