import type { Context } from '../../context.js';
import { tellReceivers } from './notice.js';

/**
 * Tells the other receivers that a message was given up; runs in the transaction that gives it up. A notice that
 * itself cannot be delivered is only logged, or two broken channels would write to each other for ever.
 */
export function tellOfDeadLetter(ctx: Context, id: string, error: string): void {
  const dead = ctx.store.outbox.message(id);
  if (!dead || dead.kind === 'notice') return;
  const about = ctx.store.outbox
    .newsOf(id)
    .flatMap((news) => ctx.store.alerts.get(news.alertId) ?? [])
    .map((alert) => `- ${alert.label ?? alert.iccid ?? 'the provider'}: ${alert.reason}`);
  const notice = {
    title: `A message to ${dead.receiver} could not be delivered`,
    text: [`Roamwatch gave up after ${dead.attempts + 1} attempts: ${error}`, ...about].join('\n'),
  };
  tellReceivers(ctx, notice, dead.receiver);
}
