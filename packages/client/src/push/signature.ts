import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header in which the provider signs its events. */
export const SIGNATURE_HEADER = 'X-Roamify-Signature';

/** The content of that header: HMAC-SHA256 of the body's bytes, in hex. */
export function pushSignature(body: Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/**
 * True when an event was signed with one of these secrets; two while one is rotated. Takes the same time whichever fits, and
 * wherever a wrong one differs.
 *
 * @param signature the header's value: hex of either case, with or without `sha256=` before it.
 */
export function isSigned(body: Uint8Array, signature: string, secrets: readonly string[]): boolean {
  const given = signature.trim().replace(/^sha256=/i, '');
  if (!/^[0-9a-f]{64}$/i.test(given)) return false;
  const bytes = Buffer.from(given, 'hex');
  const fits = secrets.map((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), bytes),
  );
  return fits.includes(true);
}
