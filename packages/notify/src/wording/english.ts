import { dayRange, formatBytes, formatInstant, type Seconds, span, type UnixSeconds } from '@roamwatch/core';

/** What a letter says around the sentences about its alerts. A translation is one object of this type. */
export interface LetterWords {
  readonly firstStart: string;
  readonly testTitle: string;
  readonly nothingToReport: string;
  readonly states: Readonly<Record<'critical' | 'warning' | 'resolved' | 'reminder', string>>;
  testText(requestedAt: UnixSeconds, zone: string): readonly string[];
  /** `acknowledge`: the number of the one critical alert, `several`, or null where none is open. */
  footer(
    receiver: string,
    zone: string,
    acknowledge: number | 'several' | null,
    pageUrl: string | null,
  ): string;
  /** "39 eSIMs need attention (26 critical), 2 resolved: Ines Kern has no data left, …". */
  several(count: number, ofEsims: boolean, critical: number, resolved: number, worst: string): string;
  one(phrase: string, resolved: number): string;
  reminder(alerts: number, worst: string): string;
  resolvedFor(count: number, ofEsims: boolean, names: readonly string[]): string;
  resolvedBecause(reason: string): string;
  /** `reminder` counts from 1; 0: this is the first message. */
  stillOpen(age: Seconds, reminder: number, reason: string): string;
  topUp(offers: readonly string[]): string;
  providerNotes(notes: readonly string[]): string;
  busiestDay(from: string, to: string, bytes: number): string;
}

const NAMED = 3;

export const WORDS: LetterWords = {
  firstStart:
    'Roamwatch has just started monitoring these eSIMs. The conditions below already existed. From now on you are notified once each time a threshold is crossed.',
  testTitle: 'Roamwatch test notification',
  nothingToReport: 'Nothing to report',
  states: { critical: 'Critical', warning: 'Warning', resolved: 'Resolved', reminder: 'Still critical' },

  testText: (requestedAt, zone) => [
    'This is a test. No action is needed.',
    `Requested on ${formatInstant(requestedAt, zone)} and delivered through the same outbox and channel as alerts.`,
  ],
  footer(receiver, zone, acknowledge, pageUrl) {
    const sent = `Sent by Roamwatch to receiver "${receiver}". Times in ${zone}.`;
    if (acknowledge === null) return sent;
    if (pageUrl !== null) {
      return `${sent} Acknowledge or silence: ${pageUrl}/alerts${acknowledge === 'several' ? '' : `/${acknowledge}`}`;
    }
    return `${sent} Acknowledge: roamwatch alerts ack ${acknowledge === 'several' ? 'ID' : acknowledge}`;
  },
  several(count, ofEsims, critical, resolved, worst) {
    const head = `${counted(count, ofEsims)} need attention${critical > 0 ? ` (${critical} critical)` : ''}`;
    return `${head}${alsoResolved(resolved)}: ${worst}, …`;
  },
  one: (phrase, resolved) => phrase + alsoResolved(resolved),
  reminder: (alerts, worst) =>
    alerts === 1
      ? `Reminder: 1 critical alert still open: ${worst}`
      : `Reminder: ${alerts} critical alerts still open: ${worst}, …`,
  resolvedFor(count, ofEsims, names) {
    const more = names.length - NAMED;
    const named = names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return `Resolved for ${counted(count, ofEsims)}: ${named}`;
  },
  resolvedBecause: (reason) => `Resolved: ${reason}`,
  stillOpen: (age, reminder, reason) =>
    `Open for ${span(age)}${reminder > 0 ? `; reminder ${reminder}` : ''}. ${capitalised(reason)}`,
  topUp(offers) {
    const last = offers.at(-1) ?? '';
    return `Top up: ${offers.length < 2 ? last : `${offers.slice(0, -1).join(', ')} or ${last}`}.`;
  },
  providerNotes: (notes) => `The provider says: ${notes.join(' ')}`,
  busiestDay: (from, to, bytes) => `${dayRange(from, to)} · peak ${formatBytes(bytes)}/day`,
};

/** The same with a capital at the start. */
export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function counted(count: number, ofEsims: boolean): string {
  return `${count} ${ofEsims ? 'eSIMs' : 'alerts'}`;
}

function alsoResolved(count: number): string {
  return count > 0 ? `, ${count} resolved` : '';
}
