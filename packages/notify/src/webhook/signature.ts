import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'X-Roamwatch-Signature';

/** The value of `X-Roamwatch-Signature`: the HMAC-SHA256 of the raw body in lower-case hex. */
export function signatureOf(rawBody: string | Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(rawBody).digest('hex');
}

/** The same of a body that is made piece by piece. */
export async function signatureOfChunks(chunks: AsyncIterable<Uint8Array>, secret: string): Promise<string> {
  const hmac = createHmac('sha256', secret);
  for await (const chunk of chunks) hmac.update(chunk);
  return hmac.digest('hex');
}
