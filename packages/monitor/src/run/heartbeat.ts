import type { Connect } from '@roamwatch/notify';
import { type Dispatcher, request } from 'undici';
import type { Log } from '../ports/log.js';
import type { Observer } from '../ports/observer.js';
import type { Settings } from '../settings.js';

const TIMEOUT_MS = 10_000;

export interface HeartbeatContext {
  readonly config: Pick<Settings, 'heartbeatUrl'>;
  readonly observer: Pick<Observer, 'heartbeat'>;
  /** Opens connections to the server of an address. */
  readonly connect: Connect;
  readonly log: Log;
}

/**
 * Requests the heartbeat address, so that another service notices when Roamwatch stops. A failure is logged and
 * nothing more; the address is a secret and appears nowhere.
 */
export async function sendHeartbeat(ctx: HeartbeatContext, signal: AbortSignal): Promise<void> {
  if (ctx.config.heartbeatUrl === null) return;
  const url = ctx.config.heartbeatUrl.reveal();
  const failure = await failureOf(url, ctx.connect(url, 1), signal);
  ctx.observer.heartbeat(failure === null);
  if (failure === null) ctx.log.debug({ event: 'heartbeat' }, 'the heartbeat arrived');
  else ctx.log.warn({ event: 'heartbeat-failed', reason: failure }, 'the heartbeat did not arrive');
}

/** Why it did not arrive; null when it did. */
async function failureOf(url: string, dispatcher: Dispatcher, signal: AbortSignal): Promise<string | null> {
  try {
    const { statusCode, body } = await request(url, {
      dispatcher,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await body.dump();
    return statusCode < 300 ? null : `HTTP ${statusCode}`;
  } catch (error) {
    // A library's own words can contain the address.
    if (!(error instanceof Error)) return 'unknown error';
    return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  } finally {
    await dispatcher.destroy();
  }
}
