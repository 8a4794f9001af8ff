import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Spoilt } from '../faults/strike.js';
import type { Answer } from '../wire/answer.js';

/** Sends an answer; a list is streamed, and compressed for whoever accepts it. Never throws for a caller who left. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  spoilt: Spoilt = null,
): Promise<void> {
  const { status, contentType, headers, chunks } = answer;
  if (spoilt !== null) return sendSpoilt(response, answer, spoilt);
  if (Array.isArray(chunks)) {
    const body = Buffer.from(chunks.join(''));
    response.writeHead(status, { ...headers, 'content-type': contentType, 'content-length': body.length });
    response.end(body);
    return;
  }
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  response.writeHead(status, {
    ...headers,
    'content-type': contentType,
    ...(gzip && { 'content-encoding': 'gzip' }),
  });
  const source = Readable.from(chunks, { highWaterMark: 2 });
  const way = gzip ? pipeline(source, createGzip({ level: 1 }), response) : pipeline(source, response);
  await way.catch(() => response.destroy());
}

/** Sends half of the first chunk, then breaks the connection, or ends as if that were all. */
function sendSpoilt(
  response: ServerResponse,
  { status, contentType, headers, chunks }: Answer,
  spoilt: NonNullable<Spoilt>,
): void {
  const [first = ''] = chunks;
  const half = first.slice(0, Math.floor(first.length / 2));
  response.writeHead(status, { ...headers, 'content-type': contentType });
  if (spoilt === 'truncated') response.end(half);
  else response.write(half, () => response.destroy());
}
