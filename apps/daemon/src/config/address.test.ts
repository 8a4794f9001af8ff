import { expect, test } from 'vitest';
import { isEmailAddress, isMailbox } from './address.js';

test.each(['ops@example.com', 'o.p+s@mail.example.co.uk', 'root@localhost', 'ämter@bücher.example'])(
  '%s is an address',
  (text) => {
    expect(isEmailAddress(text)).toBe(true);
    expect(isMailbox(`Name <${text}>`)).toBe(true);
  },
);

test.each([
  '',
  '@',
  'a@',
  '@b',
  'a b@c',
  'a@b@c',
  'a@b..c',
  'a@b,c@d',
  'a@b\r\nBcc: c@d',
  'A <a@b>',
  `${'a'.repeat(250)}@b.cd`,
])('%j is none', (text) => {
  expect(isEmailAddress(text)).toBe(false);
});

test.each(['Name', 'Name <>', 'Name <a@b> x', 'A\r\nBcc: x <a@b>', 'A <a@b>, B <c@d>'])(
  '%j is no sender',
  (text) => {
    expect(isMailbox(text)).toBe(false);
  },
);
