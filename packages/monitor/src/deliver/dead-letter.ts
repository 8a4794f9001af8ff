import {
  type Addressee,
  type DeliveryFault,
  deliveryFaultInOneLine,
  fixedAddressees,
  type Reader,
  sentenceOf,
  subjectInWords,
  type UnixSeconds,
} from '@roamwatch/core';
import type { DeadLetterBefore, DeadLettered, StoredMessage } from '@roamwatch/store';
import type { Receiver } from '../settings.js';
import type { DeliverContext } from './context.js';
import { type Notice, noticeTo } from './notice.js';

/** Alerts named in one notice; the others are counted. */
const NAMED = 30;

/** A dead-lettered message, in words for the receivers notified instead. */
interface DeadLetter {
  readonly id: string;
  readonly to: string;
  readonly attempts: number;
  readonly error: string;
  /** The alerts it was about, a line each. */
  readonly about: readonly string[];
}

/** A notice that can take up more dead letters until its first attempt. */
interface DeadLetterNotice extends Notice {
  readonly deadLetters: readonly DeadLetter[];
}

/**
 * Dead-letters a message, and notifies others of what it was about: all other receivers, or where there is none the
 * other recipients of the same. What is dead-lettered in one go is one notice.
 */
export async function deadLetter(
  { store, config, log, holder }: Pick<DeliverContext, 'store' | 'config' | 'log' | 'holder'>,
  id: string,
  at: UnixSeconds,
  fault: DeliveryFault,
): Promise<void> {
  const error = deliveryFaultInOneLine(fault);
  const changes = await store.outbox.deadLetter({ id, at, fault, holder }, (before) =>
    deadLettered(before, config.receivers, { now: at, zone: config.timeZone }, error),
  );
  if (changes === null) return;
  const { receiver, kind, letter } = changes;
  log.error(
    { event: 'dead-letter', receiver, message: id, kind, about: letter.about },
    `delivery to ${receiver} failed permanently after ${attempts(letter.attempts)}: ${error}`,
  );
}

interface WithLetter extends DeadLettered {
  readonly receiver: string;
  readonly kind: StoredMessage['kind'];
  readonly letter: DeadLetter;
}

/** A notice that cannot be delivered is only logged, or two broken channels would write to each other for ever. */
function deadLettered(
  before: DeadLetterBefore,
  receivers: readonly Receiver[],
  reader: Reader,
  error: string,
): WithLetter {
  const { message, notices } = before;
  const letter: DeadLetter = {
    id: message.id,
    to:
      message.receiver === message.recipient
        ? message.receiver
        : `${message.receiver} (${message.recipient})`,
    attempts: message.attempts,
    error,
    about: aboutOf(before, reader),
  };
  const notified = message.kind === 'notice' ? [] : others(receivers, message);
  const begun = notified.map((to) => [to, notices.find((notice) => takesMore(notice, to))] as const);
  return {
    receiver: message.receiver,
    kind: message.kind,
    letter,
    rewrite: begun.flatMap(([, notice]) =>
      notice === undefined
        ? []
        : [{ id: notice.id, body: noticeOf([...(notice.body as DeadLetterNotice).deadLetters, letter]) }],
    ),
    queue: begun.flatMap(([to, notice]) =>
      notice === undefined ? [noticeTo(to, noticeOf([letter]), reader.now)] : [],
    ),
  };
}

function aboutOf({ notifications, alerts }: DeadLetterBefore, reader: Reader): readonly string[] {
  return notifications.flatMap(({ alertId, change }) => {
    const alert = alerts.get(alertId);
    if (!alert) return [];
    const { label, iccid, esim, esimId, severity, reason } = alert;
    const named = [label, iccid && `ICCID ${iccid}`].filter((part) => part).join(', ') || esimId;
    const who = esim === null ? subjectInWords(alert) : named;
    return [`${change === 'resolved' ? 'resolved' : severity}: ${who}: ${sentenceOf(reason, reader)}`];
  });
}

function others(receivers: readonly Receiver[], message: StoredMessage): readonly Addressee[] {
  const all = fixedAddressees(receivers);
  const elsewhere = all.filter(({ receiver }) => receiver !== message.receiver);
  return elsewhere.length > 0 ? elsewhere : all.filter(({ recipient }) => recipient !== message.recipient);
}

function takesMore({ receiver, recipient, body }: StoredMessage, to: Addressee): boolean {
  return receiver === to.receiver && recipient === to.recipient && 'deadLetters' in (body as object);
}

function noticeOf(deadLetters: readonly DeadLetter[]): DeadLetterNotice {
  const [first, ...more] = deadLetters;
  const title = more.length > 0 ? `${deadLetters.length} messages` : `A message to ${first?.to}`;
  const retry = more.length > 0 ? '--all' : first?.id.slice(0, 8);
  const lines = deadLetters.flatMap((letter) => [
    `Delivery to ${letter.to} failed permanently after ${attempts(letter.attempts)}: ${letter.error}`,
    ...letter.about.map((line) => `- ${line}`),
  ]);
  const left = lines.length - NAMED;
  return {
    deadLetters,
    title: `${title} could not be delivered`,
    text: [
      ...lines.slice(0, NAMED),
      ...(left > 0 ? [`… and ${left} more ${left === 1 ? 'line' : 'lines'}: roamwatch outbox`] : []),
      `After fixing the cause, resend ${more.length > 0 ? 'them' : 'it'}: roamwatch outbox retry ${retry}`,
    ].join('\n'),
  };
}

function attempts(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`;
}
