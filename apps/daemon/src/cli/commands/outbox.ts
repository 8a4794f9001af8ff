import { userInfo } from 'node:os';
import {
  deliveryFaultInOneLine,
  type Reader,
  type RuleType,
  type Severity,
  sentenceOf,
} from '@roamwatch/core';
import type { MessageHead, Store } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { alertSubject } from '../alert-subject.js';
import { UsageError } from '../failure.js';
import { printResult } from '../output.js';
import { readerOf } from '../reader.js';
import { printShown, withStandingOfOne } from '../shown.js';
import { standingOf } from '../standing.js';
import type { Column } from '../terminal/column.js';
import { tableOf } from '../terminal/table.js';
import { instantCell } from '../terminal/times.js';
import { type StoreAccess, withStore } from '../with-store.js';

/** As much of an id as distinguishes messages. */
const SHORT = 8;

export function outboxCommand(program: Command): void {
  const outbox = program
    .command('outbox')
    .description('List, retry or discard undelivered notifications')
    .addHelpText('after', EXAMPLES)
    .action((_options: unknown, command: Command) => withStore(command, showUndelivered));
  outbox
    .command('retry')
    .argument('[ids...]', 'the IDs that `outbox` lists')
    .option('--all', 'all undelivered notifications')
    .description('Queue for immediate redelivery (retried for up to 24 h)')
    .addHelpText('after', '\nExample:\n  roamwatch outbox retry --all')
    .action((ids: string[], { all }: { all?: true }, command: Command) =>
      withStore(command, async (access) => retry(access, await chosen(access.store, ids, all === true))),
    );
  outbox
    .command('discard')
    .alias('drop')
    .argument('<ids...>', 'the IDs that `outbox` lists')
    .description('Discard permanently')
    .addHelpText('after', '\nExample:\n  roamwatch outbox discard 1f3a9c2b')
    .action((ids: string[], _options: unknown, command: Command) =>
      withStore(command, async (access) => discard(access, await chosen(access.store, ids, false))),
    );
}

type Undelivered = MessageHead & { readonly about: readonly About[] };

async function showUndelivered(access: StoreAccess): Promise<void> {
  const { store } = access;
  const messages = await Promise.all(
    (await store.outbox.undelivered()).map(async (message) => ({
      ...message,
      about: await aboutOf(access, message),
    })),
  );
  const reader = readerOf(access);
  const standing = await standingOf(access);
  const words = () =>
    messages.length === 0 ? 'No notification is pending or failed.' : tableOf(columns(reader), messages);
  printShown(access, withStandingOfOne({ value: messages.map(asJson), words }, standing, reader));
}

function columns(reader: Reader): readonly Column<Undelivered>[] {
  const next = instantCell((message: Undelivered) => message.nextAttemptAt, reader);
  const orNever = (form: (message: Undelivered) => string) => (message: Undelivered) =>
    message.state === 'dead' ? 'never' : form(message);
  return [
    { title: 'ID', cell: ({ id }) => id.slice(0, SHORT) },
    { title: 'STATE', cell: stateOf, tint: ({ state }) => (state === 'dead' ? 'critical' : null) },
    { title: 'QUEUED', ...instantCell(({ createdAt }) => createdAt, reader), drop: 3 },
    {
      title: 'TO',
      cell: ({ receiver, recipient }) => (receiver === recipient ? receiver : `${receiver}: ${recipient}`),
      wraps: 14,
    },
    { title: 'KIND', cell: ({ kind }) => kind, drop: 0 },
    { title: 'ATTEMPTS', cell: ({ attempts }) => String(attempts), align: 'right', drop: 1 },
    { title: 'NEXT', cell: orNever(next.cell), brief: orNever(next.brief), drop: 2 },
    { title: 'ABOUT', cell: ({ about }) => aboutInWords(about), wraps: 12, breaks: true },
    { title: 'LAST ERROR', cell: ({ lastFault }) => inWords(lastFault) ?? '', wraps: 20 },
  ];
}

async function retry({ store, options, now }: StoreAccess, messages: readonly MessageHead[]): Promise<void> {
  for (const { id } of messages) await store.outbox.retry(id, now, userInfo().username);
  printResult(
    options,
    { retried: messages.map(({ id }) => id) },
    () =>
      `${counted(messages)} queued. The daemon sends within a minute; without it, run \`roamwatch poll\`.`,
  );
}

async function discard(
  { store, options, now }: StoreAccess,
  messages: readonly MessageHead[],
): Promise<void> {
  const discarded: MessageHead[] = [];
  for (const message of messages) {
    if (await store.outbox.discard(message.id, now, userInfo().username)) discarded.push(message);
  }
  if (discarded.length < messages.length) {
    throw new UsageError('a notification is being sent right now; retry in a minute');
  }
  printResult(
    options,
    { discarded: discarded.map(({ id }) => id) },
    () => `${counted(discarded)} discarded.`,
  );
}

/** The undelivered messages that these IDs, or beginnings of them, name. */
async function chosen(store: Store, ids: readonly string[], all: boolean): Promise<readonly MessageHead[]> {
  const messages = await store.outbox.undelivered();
  if (all) return messages;
  if (ids.length === 0) throw new UsageError('missing ID: give one that `roamwatch outbox` lists, or --all');
  return ids.map((id) => {
    const [match, ...others] = messages.filter((message) => message.id.startsWith(id));
    if (match && others.length === 0) return match;
    throw new UsageError(
      match
        ? `${others.length + 1} IDs begin with "${id}": give more characters`
        : `no undelivered notification "${id}"; \`roamwatch outbox\` lists them`,
    );
  });
}

interface About {
  readonly alertId: number;
  readonly severity: Severity;
  readonly ruleType: RuleType;
  readonly label: string | null;
  readonly iccid: string | null;
  readonly reason: string;
}

async function aboutOf({ store, config, now }: StoreAccess, { id }: MessageHead): Promise<readonly About[]> {
  const { outbox, alerts } = store;
  const notifications = await outbox.notificationsOf(id);
  const found = await Promise.all(notifications.map(({ alertId }) => alerts.get(alertId)));
  return found.flatMap((alert) => {
    if (!alert) return [];
    const { id: alertId, severity, ruleType, label, iccid } = alert;
    const reason = sentenceOf(alert.reason, { now, zone: config.timeZone });
    return [{ alertId, severity, ruleType, label, iccid, reason }];
  });
}

function aboutInWords([first, ...others]: readonly About[]): string {
  if (!first) return '';
  const name = alertSubject(first);
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

function asJson(message: Undelivered) {
  const { id, kind, receiver, recipient, attempts, lastFault, about } = message;
  const nextAttemptAt = message.state === 'dead' ? null : isoInstant(message.nextAttemptAt);
  const queuedAt = isoInstant(message.createdAt);
  return {
    id,
    state: stateOf(message),
    kind,
    receiver,
    recipient,
    queuedAt,
    attempts,
    nextAttemptAt,
    lastError: inWords(lastFault),
    about,
  };
}

function inWords(fault: MessageHead['lastFault']): string | null {
  return fault === null ? null : deliveryFaultInOneLine(fault);
}

function stateOf({ state }: MessageHead): string {
  return state === 'dead' ? 'failed' : 'pending';
}

function counted({ length }: readonly unknown[]): string {
  return length === 1 ? '1 notification' : `${length} notifications`;
}

const EXAMPLES = `
A notification fails when it is refused permanently or cannot be delivered for
24 hours. Other receivers are notified.

Examples:
  roamwatch outbox                   pending and failed, with the last error
  roamwatch outbox retry 1f3a9c2b    after fixing the mailbox or hook
  roamwatch outbox retry --all
  roamwatch outbox discard 1f3a9c2b  it is no longer needed`;
