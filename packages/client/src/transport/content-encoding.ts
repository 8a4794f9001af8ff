import { pipeline, type Readable } from 'node:stream';
import {
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzipSync,
  inflateSync,
} from 'node:zlib';
import { LARGER_THAN_A_BODY, LARGEST_BODY } from '../bounds/bounds.js';
import { TooLarge, UnreadableBody } from '../failure/failure.js';

/** Undoes `Content-Encoding` of a whole body. Throws {@link UnreadableBody}. */
export function decoded(body: Buffer, encoding: string | null): Buffer {
  const options = { maxOutputLength: LARGEST_BODY };
  try {
    switch (codingOf(encoding)) {
      case null:
        return body;
      case 'gzip':
        return gunzipSync(body, options);
      case 'br':
        return brotliDecompressSync(body, options);
      case 'deflate':
        return inflateSync(body, options);
    }
  } catch (error) {
    if (error instanceof UnreadableBody) throw error;
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) throw new TooLarge(LARGER_THAN_A_BODY);
    throw new UnreadableBody(null, null, error);
  }
}

/** Undoes `Content-Encoding` of a body as it comes. Throws {@link UnreadableBody}. */
export function decodedStream(body: Readable, encoding: string | null): Readable {
  const coding = codingOf(encoding);
  if (coding === null) return body;
  const decoders = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate };
  // A failure of either side destroys both; the reader of the result sees it.
  return pipeline(body, decoders[coding](), () => {});
}

function codingOf(encoding: string | null): 'gzip' | 'br' | 'deflate' | null {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'br':
      return 'br';
    case 'deflate':
      return 'deflate';
    default:
      throw new UnreadableBody(null, null, new Error('Content-Encoding is none that was requested'));
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
