import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSigned, pushSignature } from './signature.js';

test('the signature is the hex HMAC-SHA256 of the bytes (RFC 4231, case 2)', () => {
  expect(pushSignature(Buffer.from('what do ya want for nothing?'), 'Jefe')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('either of two secrets fits, in either case of the hex; a changed bit of the body or of the signature does not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(63), (body, bit, digit) => {
      const signature = pushSignature(body, 'next');
      expect(isSigned(body, signature, ['former', 'next'])).toBe(true);
      expect(isSigned(body, `sha256=${signature.toUpperCase()}`, ['next'])).toBe(true);
      expect(isSigned(body, signature, ['former'])).toBe(false);
      expect(isSigned(body, signature, [])).toBe(false);
      const changed = Uint8Array.from(body, (byte, at) => (at === bit % body.length ? byte ^ 1 : byte));
      expect(isSigned(changed, signature, ['next'])).toBe(false);
      const wrong = [...signature]
        .map((hex, at) => (at === digit ? (hex === 'a' ? 'b' : 'a') : hex))
        .join('');
      if (wrong !== signature) expect(isSigned(body, wrong, ['next'])).toBe(false);
    }),
  );
});

test.each(['', 'x', '00', 'g'.repeat(64), `${'0'.repeat(64)}0`, 'null'])(
  '%s is no signature',
  (signature) => {
    expect(isSigned(Buffer.from('{}'), signature, ['secret'])).toBe(false);
  },
);
