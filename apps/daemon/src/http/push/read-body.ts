/** A body that is longer than may be. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** A body that takes longer than anybody can wait for the answer. */
export class BodyTooSlow extends Error {
  override readonly name = 'BodyTooSlow';
}

/**
 * The bytes of a body, as they came. It is never in memory beyond the limit.
 *
 * @throws BodyTooLarge, BodyTooSlow
 */
export async function readBody(request: Request, limit: number, withinMs: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new BodyTooLarge();
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  let isTooSlow = false;
  const timer = setTimeout(() => {
    isTooSlow = true;
    // Ends the read under way, as if it were the end of the body.
    void reader.cancel().catch(() => undefined);
  }, withinMs);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isTooSlow) throw new BodyTooSlow();
      if (done) return Buffer.concat(chunks);
      length += value.byteLength;
      if (length > limit) throw new BodyTooLarge();
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}
