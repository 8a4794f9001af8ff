import {
  type BalanceEvent,
  decideBalance,
  decidePush,
  type EsimEvent,
  type KnownEvent,
} from '@roamwatch/core';
import { alertPolicyOf } from '../poll/alert-policy.js';
import type { PollContext } from '../poll/context.js';
import { reportTransitions } from '../poll/report-transitions.js';
import type { Observer } from '../ports/observer.js';
import type { ReceivedEvent } from './received.js';
import { noteUnknown } from './unknown.js';

/** What recording events needs. */
export type PushContext = PollContext & { readonly observer: Pick<Observer, 'pushEvent'> };

/** What there is to do once events are stored. */
export interface AfterEvents {
  /** An eSIM is due, or one is unknown. */
  readonly poll: boolean;
  /** An alert changed. */
  readonly deliver: boolean;
}

/**
 * Stores what events change: which eSIMs are due, and the alert about the account. Storing the same events again changes nothing,
 * so it may be repeated after a crash.
 */
export async function recordEvents(ctx: PushContext, events: readonly ReceivedEvent[]): Promise<AfterEvents> {
  const poll = await recordAboutEsims(ctx, events.filter(isAboutAnEsim));
  let deliver = false;
  for (const { event } of events) {
    if (event.kind === 'balance') deliver = (await recordBalance(ctx, event)) || deliver;
    if (event.kind === 'other') ctx.observer.pushEvent('other', 'ignored');
  }
  return { poll, deliver };
}

type AboutAnEsim = ReceivedEvent & { readonly event: EsimEvent };

function isAboutAnEsim(received: ReceivedEvent): received is AboutAnEsim {
  return received.event.kind === 'usage' || received.event.kind === 'status';
}

async function recordAboutEsims(ctx: PushContext, received: readonly AboutAnEsim[]): Promise<boolean> {
  if (received.length === 0) return false;
  const esims = await ctx.store.push.identify(received.map(({ event }) => event));
  const known: KnownEvent[] = [];
  const unknown: AboutAnEsim[] = [];
  for (const [index, one] of received.entries()) {
    const esim = esims[index] ?? null;
    if (esim === null) unknown.push(one);
    else known.push({ ...one, esim });
  }
  const isDue = await recordKnown(ctx, known);
  for (const { event } of unknown) ctx.observer.pushEvent(event.kind, 'unknown');
  const isNew = unknown.length > 0 && (await noteUnknown(ctx, unknown));
  return isDue || isNew;
}

/** True when one of their eSIMs is to be polled now. */
export async function recordKnown(ctx: PushContext, known: readonly KnownEvent[]): Promise<boolean> {
  if (known.length === 0) return false;
  const { config, store, now } = ctx;
  const policy = { rules: config.rules, planning: config.poll.adaptive };
  const esims = [...new Set(known.map(({ esim }) => esim))];
  const { outcomes } = await store.push.record(esims, now(), (before) =>
    decidePush(known, before, policy, now()),
  );
  for (const [index, outcome] of outcomes.entries()) {
    ctx.observer.pushEvent(known[index]?.event.kind ?? 'status', outcome);
  }
  return outcomes.includes('due');
}

async function recordBalance(ctx: PushContext, event: BalanceEvent): Promise<boolean> {
  const now = ctx.now();
  const policy = alertPolicyOf(ctx.config);
  const { changes, transition } = await ctx.store.alerts.ofAccount(now, (before) =>
    decideBalance(event, before, policy, now),
  );
  ctx.observer.pushEvent('balance', changes.outcome);
  if (transition !== null) reportTransitions(ctx, [transition]);
  return transition !== null;
}
