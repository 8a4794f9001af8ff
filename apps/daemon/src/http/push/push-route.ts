import { setTimeout as wait } from 'node:timers/promises';
import { type DecodedEvent, decodePushEvent, SIGNATURE_HEADER } from '@roamwatch/client';
import type { Rejected } from '@roamwatch/core';
import { PUSH_PATH, type PushAnswer, type PushInbox } from '@roamwatch/monitor';
import { Hono, type Context as Request } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Context } from '../../context.js';
import { PushSecrets } from './push-secrets.js';
import { BodyTooLarge, BodyTooSlow, readBody } from './read-body.js';

export interface PushParts {
  /** The active context: a reload replaces it. */
  readonly current: () => Context;
  readonly inbox: PushInbox;
}

const LARGEST_BODY = 64 * 1024;
/** The provider waits two seconds for the answer: so long for the body, and so long for the disk. */
const [READ_WITHIN_MS, STORE_WITHIN_MS] = [800, 1_000];
/** Bodies in memory at once; with the largest of them 16 MB. */
const MOST_AT_ONCE = 256;
/** A stream of wrong signatures does not fill the log. */
const WARN_EVERY_MS = 60_000;

/**
 * Takes the provider's events. It needs no token and no known host name: what is not signed is not taken. It never waits for a poll
 * or for the database, and answers 200 only for what is stored.
 */
export function createPushRoute({ current, inbox }: PushParts): Hono {
  const secrets = new PushSecrets(current().log);
  let underWay = 0;
  let warnedAt = Number.NEGATIVE_INFINITY;

  const answer = (c: Request, kind: PushAnswer, status: ContentfulStatusCode, message: string) => {
    current().observer.pushAnswered(kind);
    if (kind === 'busy') c.header('Retry-After', '5');
    return kind === 'accepted'
      ? c.json({ code: 200, status: 'success' })
      : c.json({ code: status, status: 'failed', message }, status);
  };
  const refuse = (
    c: Request,
    kind: PushAnswer,
    status: ContentfulStatusCode,
    rejected: readonly Rejected[],
  ) => {
    const reason = rejected[0]?.reason ?? '';
    current().observer.setAside(rejected);
    inbox.refuse(rejected);
    if (performance.now() - warnedAt >= WARN_EVERY_MS) {
      warnedAt = performance.now();
      current().log.warn({ event: 'push-refused', status, reason }, `refused an event: ${reason}`);
    }
    return answer(c, kind, status, reason);
  };

  const take = async (c: Request) => {
    const { config, now, log } = current();
    if (config.push === null) return c.notFound();
    const body = await readBody(c.req.raw, LARGEST_BODY, READ_WITHIN_MS);
    const signature = c.req.header(SIGNATURE_HEADER);
    if (signature === undefined) return refuse(c, 'unsigned', 401, [because('the signature is missing')]);
    if (!secrets.accepts(config.push, body, signature)) {
      return refuse(c, 'unsigned', 401, [because('the signature does not match')]);
    }
    const decoded = decode(body);
    if (decoded === null) return refuse(c, 'unreadable', 400, [because('the body is not JSON')]);
    if (decoded.event === null) return refuse(c, 'unreadable', 422, decoded.rejected);
    try {
      await within(STORE_WITHIN_MS, inbox.accept({ event: decoded.event, receivedAt: now() }));
    } catch (error) {
      log.error({ event: 'push-not-stored', err: error }, 'an event of the provider could not be stored');
      return answer(c, 'busy', 503, 'the event cannot be stored now: send it again');
    }
    if (decoded.rejected.length > 0) {
      current().observer.setAside(decoded.rejected);
      inbox.refuse(decoded.rejected);
    }
    return answer(c, 'accepted', 200, '');
  };

  return new Hono().all(PUSH_PATH, async (c) => {
    if (current().config.push === null) return c.text('the push is not configured\n', 404);
    if (c.req.method !== 'POST') return c.text('only POST\n', 405, { Allow: 'POST' });
    if (underWay >= MOST_AT_ONCE) return answer(c, 'busy', 503, 'too many events at once: send it again');
    underWay += 1;
    try {
      return await take(c);
    } catch (error) {
      if (error instanceof BodyTooLarge)
        return refuse(c, 'too-large', 413, [because('the body is larger than 64 KB')]);
      if (error instanceof BodyTooSlow) return answer(c, 'too-slow', 408, 'the body came too slowly');
      throw error;
    } finally {
      underWay -= 1;
    }
  });
}

/** Nothing that was sent is in it: it may be from anybody. */
function because(reason: string): Rejected {
  return { what: 'event', reason, sample: '' };
}

/** Null for what is no JSON in UTF-8. */
function decode(body: Uint8Array): DecodedEvent | null {
  try {
    return decodePushEvent(JSON.parse(UTF8.decode(body)));
  } catch (error) {
    // Too deeply nested is a RangeError, bytes that are no text are a TypeError.
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError)
      return null;
    throw error;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Rejects where it takes longer; the work goes on all the same. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const patience = new AbortController();
  const tooLong = wait(ms, undefined, patience).then(() => {
    throw new Error(`it took longer than ${ms} ms`);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    patience.abort();
    tooLong.catch(() => undefined);
  }
}
