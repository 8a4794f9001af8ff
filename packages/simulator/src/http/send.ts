import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Spoilt } from '../faults/strike.js';
import type { Answer } from '../wire/answer.js';

/** Sends an answer; a list is streamed, and compressed where the caller accepts that. Never throws for a caller who left. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  spoilt: Spoilt = null,
  delayMs = DEFAULT_TRICKLE_MS,
): Promise<void> {
  const { status, contentType, headers, chunks } = answer;
  if (spoilt === 'trickle') return trickle(response, answer, delayMs);
  if (spoilt !== null) return sendSpoilt(response, answer, spoilt);
  if (Array.isArray(chunks) && !answer.gzipped) {
    const body = Buffer.from(chunks.join(''));
    response.writeHead(status, { ...headers, 'content-type': contentType, 'content-length': body.length });
    response.end(body);
    return;
  }
  const gzip = answer.gzipped || acceptsGzip(request);
  response.writeHead(status, {
    ...headers,
    'content-type': contentType,
    ...(gzip && { 'content-encoding': 'gzip' }),
  });
  const source = Readable.from(chunks, { highWaterMark: 2 });
  const way = gzip ? pipeline(source, createGzip({ level: 1 }), response) : pipeline(source, response);
  await way.catch(() => response.destroy());
}

/** `gzip;q=0` refuses it. */
function acceptsGzip({ headers }: IncomingMessage): boolean {
  return /(^|,)\s*gzip\s*(;\s*q\s*=\s*(1|0?\.\d*[1-9])|,|$)/i.test(String(headers['accept-encoding'] ?? ''));
}

const DEFAULT_TRICKLE_MS = 100;

async function trickle(response: ServerResponse, answer: Answer, delayMs: number): Promise<void> {
  response.writeHead(answer.status, { ...answer.headers, 'content-type': answer.contentType });
  for (const chunk of answer.chunks) {
    for (const byte of Buffer.from(chunk)) {
      if (response.destroyed) return;
      response.write(Buffer.of(byte));
      await pause(delayMs, undefined, { ref: false });
    }
  }
  response.end();
}

/** Sends half of the first chunk, then breaks the connection, or ends as if that were all. */
function sendSpoilt(
  response: ServerResponse,
  { status, contentType, headers, chunks }: Answer,
  spoilt: 'cut' | 'truncated',
): void {
  const [first = ''] = chunks;
  const half = first.slice(0, Math.floor(first.length / 2));
  response.writeHead(status, { ...headers, 'content-type': contentType });
  if (spoilt === 'truncated') response.end(half);
  else response.write(half, () => response.destroy());
}
