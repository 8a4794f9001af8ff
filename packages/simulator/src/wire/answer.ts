import type { Failure } from './failure.js';

/** The answer to a caller. The body comes in chunks, so that a list of a million eSIMs is never one string. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: Iterable<string>;
  /** Compressed, whatever the caller accepts. */
  readonly gzipped?: boolean;
}

/** One value in one chunk, so that its length is known. */
export function answer(status: number, value: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, contentType: 'application/json', headers, chunks: [JSON.stringify(value)] };
}

export function failed({ status, body, headers }: Failure): Answer {
  return answer(status, body, headers);
}

export function success(data: unknown): Answer {
  return answer(200, { status: 'success', data });
}

const CHUNK_LENGTH = 65_536;

/** A success whose data is a list, serialised element by element. */
export function successList(items: Iterable<object>): Answer {
  return { status: 200, contentType: 'application/json', headers: {}, chunks: serialised(items) };
}

function* serialised(items: Iterable<object>): Generator<string> {
  let chunk = '{"status":"success","data":[';
  let separator = '';
  for (const item of items) {
    chunk += separator + JSON.stringify(item);
    separator = ',';
    if (chunk.length >= CHUNK_LENGTH) {
      yield chunk;
      chunk = '';
    }
  }
  yield `${chunk}]}`;
}
