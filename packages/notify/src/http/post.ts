import { Readable } from 'node:stream';
import { certificateProblem, type Seconds } from '@roamwatch/core';
import { type Dispatcher, request } from 'undici';
import type { Body } from './body.js';

/** The start of an answer; longer ones are of no use here. */
const READ_BYTES = 4_096;

export interface PostAnswer {
  readonly status: number;
  /** The value of `Retry-After`; null without one that can be read. */
  readonly retryAfter: Seconds | null;
  readonly body: string;
}

/** The peer could not be reached or did not answer. */
export interface PostFailure {
  readonly problem: 'certificate' | 'no-answer' | 'stopped' | 'unreachable';
  /** A system or library code such as ECONNREFUSED, which names no address; null: there is none. */
  readonly code: string | null;
}

export interface PostOptions {
  readonly agent: Dispatcher;
  readonly method?: 'POST' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Body;
  /** Of the whole exchange. */
  readonly timeoutMs: number;
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends JSON. Redirects are not followed: what was meant for one address is not handed to another. Never throws. */
export async function postJson(url: string, options: PostOptions): Promise<PostAnswer | PostFailure> {
  try {
    const response = await request(url, {
      dispatcher: options.agent,
      method: options.method ?? 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Roamwatch',
        ...lengthOf(options.body),
        ...options.headers,
      },
      body: typeof options.body === 'object' ? Readable.from(options.body.chunks()) : (options.body ?? null),
      signal: AbortSignal.any([
        AbortSignal.timeout(options.timeoutMs),
        ...(options.signal ? [options.signal] : []),
      ]),
    });
    return {
      status: response.statusCode,
      retryAfter: readRetryAfter(response.headers['retry-after'], response.headers.date),
      body: await readStart(response.body),
    };
  } catch (error) {
    return failureOf(error);
  }
}

/** What is made piece by piece would be sent without its length, which some services refuse. */
function lengthOf(body: PostOptions['body']): Readonly<Record<string, string>> {
  return typeof body === 'object' ? { 'content-length': String(body.bytes) } : {};
}

async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  let start = '';
  for await (const chunk of body) {
    start += chunk.toString('latin1');
    if (start.length >= READ_BYTES) break;
  }
  return start.slice(0, READ_BYTES);
}

/**
 * Reads `Retry-After`, seconds or an HTTP date; the date counts from the peer's own `Date`, so that no clock of ours
 * is needed.
 */
export function readRetryAfter(
  value: string | string[] | undefined,
  date: string | string[] | undefined,
): Seconds | null {
  const text = String(value ?? '').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!/^[a-z]{3}, /i.test(text)) return null;
  const wait = (Date.parse(text) - Date.parse(String(date ?? ''))) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : null;
}

/** By its code alone: the texts themselves can contain addresses. */
function failureOf(error: unknown): PostFailure {
  if (!(error instanceof Error)) return { problem: 'unreachable', code: null };
  if (error.name === 'TimeoutError') return { problem: 'no-answer', code: null };
  if (error.name === 'AbortError') return { problem: 'stopped', code: null };
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return { problem: 'unreachable', code: error.name };
  return { problem: certificateProblem(code) === null ? 'unreachable' : 'certificate', code };
}
