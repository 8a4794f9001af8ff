import { formatInstant, type Severity } from '@roamwatch/core';
import type { Store, StoredMessage } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { UsageError } from '../failure.js';
import { type StoreFrame, withStore } from '../frame.js';
import { printResult } from '../output.js';
import { table } from '../table.js';

/** As much of an id as tells messages apart. */
const SHORT = 8;

export function outboxCommand(program: Command): void {
  const outbox = program
    .command('outbox')
    .description('Messages that wait for delivery, and those given up')
    .addHelpText('after', EXAMPLES)
    .action((_options: unknown, command: Command) => withStore(command, showUndelivered));
  outbox
    .command('retry')
    .argument('[ids...]', 'the IDs that `outbox` shows')
    .option('--all', 'all that wait or were given up')
    .description('Try again now, and for another 24 hours: the daemon does within a minute, or the next poll')
    .addHelpText('after', '\nExample:\n  roamwatch outbox retry --all')
    .action((ids: string[], { all }: { all?: true }, command: Command) =>
      withStore(command, (frame) => retry(frame, chosen(frame.store, ids, all === true))),
    );
  outbox
    .command('drop')
    .argument('<ids...>', 'the IDs that `outbox` shows')
    .description('Give up for good: it is never sent, and no longer shown or counted')
    .addHelpText('after', '\nExample:\n  roamwatch outbox drop 42')
    .action((ids: string[], _options: unknown, command: Command) =>
      withStore(command, (frame) => drop(frame, chosen(frame.store, ids, false))),
    );
}

function showUndelivered({ store, config, options }: StoreFrame): void {
  const messages = store.outbox.undelivered();
  const json = messages.map((message) => asJson(message, aboutOf(store, message)));
  printResult(options, json, () => {
    if (messages.length === 0) return 'Everything was delivered.';
    return table(
      ['ID', 'STATE', 'WRITTEN', 'TO', 'KIND', 'ATTEMPTS', 'NEXT', 'ABOUT', 'LAST ERROR'],
      messages.map((message) => [
        message.id.slice(0, SHORT),
        stateOf(message),
        formatInstant(message.createdAt, config.timeZone),
        message.receiver === message.recipient
          ? message.receiver
          : `${message.receiver}: ${message.recipient}`,
        message.kind,
        String(message.attempts),
        message.state === 'dead' ? 'never' : formatInstant(message.nextAttemptAt, config.timeZone),
        aboutInWords(aboutOf(store, message)),
        message.lastError ?? '',
      ]),
    );
  });
}

function retry({ store, options, now }: StoreFrame, messages: readonly StoredMessage[]): void {
  for (const { id } of messages) store.outbox.revive(id, now);
  printResult(
    options,
    { retried: messages.map(({ id }) => id) },
    () => `${counted(messages)} due now: the daemon sends within a minute, or \`roamwatch poll\` does.`,
  );
}

function drop({ store, options, now }: StoreFrame, messages: readonly StoredMessage[]): void {
  const dropped = messages.filter(({ id }) => store.outbox.discard(id, now));
  if (dropped.length < messages.length) {
    throw new UsageError('a message is being sent at this moment: look again in a minute');
  }
  printResult(
    options,
    { dropped: dropped.map(({ id }) => id) },
    () => `${counted(dropped)} dropped for good.`,
  );
}

/** The undelivered messages that these IDs, or beginnings of them, name. */
function chosen(store: Store, ids: readonly string[], all: boolean): readonly StoredMessage[] {
  const messages = store.outbox.undelivered();
  if (all) return messages;
  if (ids.length === 0) throw new UsageError('say which: an ID that `roamwatch outbox` shows, or --all');
  return ids.map((id) => {
    const [match, ...others] = messages.filter((message) => message.id.startsWith(id));
    if (match && others.length === 0) return match;
    throw new UsageError(
      match
        ? `${others.length + 1} messages begin with "${id}": write more of the ID`
        : `no message "${id}" waits or was given up; \`roamwatch outbox\` shows those that do`,
    );
  });
}

interface About {
  readonly alertId: number;
  readonly severity: Severity;
  readonly label: string | null;
  readonly iccid: string | null;
  readonly reason: string;
}

function aboutOf({ outbox, alerts }: Store, { id }: StoredMessage): readonly About[] {
  return outbox.newsOf(id).flatMap(({ alertId }) => {
    const alert = alerts.get(alertId);
    if (!alert) return [];
    const { severity, label, iccid, reason } = alert;
    return [{ alertId, severity, label, iccid, reason }];
  });
}

function aboutInWords([first, ...others]: readonly About[]): string {
  if (!first) return '';
  const name = first.label ?? first.iccid ?? 'provider';
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

function asJson(message: StoredMessage, about: readonly About[]) {
  const { id, kind, receiver, recipient, attempts, lastError } = message;
  const nextAttemptAt = message.state === 'dead' ? null : isoInstant(message.nextAttemptAt);
  const writtenAt = isoInstant(message.createdAt);
  return {
    id,
    state: stateOf(message),
    kind,
    receiver,
    recipient,
    writtenAt,
    attempts,
    nextAttemptAt,
    lastError,
    about,
  };
}

function stateOf({ state }: StoredMessage): string {
  return state === 'dead' ? 'given up' : 'waiting';
}

function counted({ length }: readonly unknown[]): string {
  return length === 1 ? 'One message is' : `${length} messages are`;
}

const EXAMPLES = `
A message that cannot be delivered for 24 hours, or is refused for good, is given up; other receivers hear of it.

Examples:
  roamwatch outbox                       what waits and what was given up, with the last error
  roamwatch outbox retry 1f3a9c2b        once the mailbox or hook works again
  roamwatch outbox retry --all
  roamwatch outbox drop 1f3a9c2b         it is known by now, nobody needs it`;
