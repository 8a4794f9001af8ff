import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an `Authorization` header carries the token; how long it takes says nothing about either. */
export function bears(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(bytesOf(given.trim())), digest(Buffer.from(token)));
}

/** Node gives a header's bytes as one character each. */
function bytesOf(header: string): Buffer {
  return Buffer.from(header, 'latin1');
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
