import type { StoredMessage } from '@roamwatch/store';
import { fixedRecipients } from './announce.js';
import type { DeliverContext as Context } from './context.js';
import { type Notice, queueNotice } from './notice.js';

/** Alerts named in one notice; the others are counted. */
const NAMED = 30;

/** A message that was given up, in words for whoever hears of it instead. */
interface DeadLetter {
  readonly id: string;
  readonly to: string;
  readonly attempts: number;
  readonly error: string;
  /** The alerts that were to be told, a line each. */
  readonly about: readonly string[];
}

/** A notice that can take up more dead letters until its first attempt. */
interface DeadLetterNotice extends Notice {
  readonly deadLetters: readonly DeadLetter[];
}

/**
 * Tells others that a message was given up, and what it was about: all other receivers, or where there is none the
 * other recipients of the same. Runs in the transaction that gives it up. What is given up in one go is one notice.
 * A notice that itself cannot be delivered is only logged, or two broken channels would write to each other for ever.
 */
export function tellOfDeadLetter(ctx: Context, id: string, error: string): void {
  const dead = ctx.store.outbox.message(id);
  if (!dead) return;
  const letter: DeadLetter = {
    id,
    to: dead.receiver === dead.recipient ? dead.receiver : `${dead.receiver} (${dead.recipient})`,
    attempts: dead.attempts,
    error,
    about: aboutOf(ctx, id),
  };
  ctx.log.error(
    { event: 'dead-letter', receiver: dead.receiver, message: id, kind: dead.kind, about: letter.about },
    `message to ${dead.receiver} given up after ${times(letter.attempts)}: ${error}`,
  );
  if (dead.kind === 'notice') return;
  for (const [receiver, recipient] of others(ctx, dead)) add(ctx, receiver, recipient, letter);
}

function aboutOf(ctx: Context, id: string): readonly string[] {
  return ctx.store.outbox.newsOf(id).flatMap(({ alertId, change }) => {
    const alert = ctx.store.alerts.get(alertId);
    if (!alert) return [];
    const { label, iccid, esimId, severity, reason } = alert;
    const who = [label, iccid && `ICCID ${iccid}`].filter((part) => part).join(', ') || esimId;
    return [`${change === 'resolved' ? 'resolved' : severity}: ${who ?? 'the provider'}: ${reason}`];
  });
}

function others(ctx: Context, dead: StoredMessage): readonly (readonly [string, string])[] {
  const all = ctx.config.receivers.flatMap((receiver) =>
    fixedRecipients(receiver).map((recipient) => [receiver.name, recipient] as const),
  );
  const elsewhere = all.filter(([receiver]) => receiver !== dead.receiver);
  return elsewhere.length > 0 ? elsewhere : all.filter(([, recipient]) => recipient !== dead.recipient);
}

function add(ctx: Context, receiver: string, recipient: string, letter: DeadLetter): void {
  const { outbox } = ctx.store;
  const begun = outbox
    .undelivered()
    .find((one) => one.receiver === receiver && one.recipient === recipient && takesMore(one));
  const former = (begun?.body as DeadLetterNotice | undefined)?.deadLetters ?? [];
  const notice = noticeOf([...former, letter]);
  if (begun) outbox.rewrite(begun.id, notice);
  else queueNotice(ctx, receiver, recipient, notice);
}

function takesMore({ kind, state, attempts, body }: StoredMessage): boolean {
  return kind === 'notice' && state === 'pending' && attempts === 0 && 'deadLetters' in (body as object);
}

function noticeOf(deadLetters: readonly DeadLetter[]): DeadLetterNotice {
  const [first, ...more] = deadLetters;
  const title = more.length > 0 ? `${deadLetters.length} messages` : `A message to ${first?.to}`;
  const retry = more.length > 0 ? '--all' : first?.id.slice(0, 8);
  const lines = deadLetters.flatMap(({ to, attempts, error, about }) => [
    `To ${to}, given up after ${times(attempts)}: ${error}`,
    ...about.map((line) => `- ${line}`),
  ]);
  const left = lines.length - NAMED;
  return {
    deadLetters,
    title: `${title} could not be delivered`,
    text: [
      ...lines.slice(0, NAMED),
      ...(left > 0 ? [`… and ${left} more lines: roamwatch outbox`] : []),
      `Once the cause is put right: roamwatch outbox retry ${retry}`,
    ].join('\n'),
  };
}

function times(attempts: number): string {
  return attempts === 1 ? 'one attempt' : `${attempts} attempts`;
}
