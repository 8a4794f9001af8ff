import { userInfo } from 'node:os';
import {
  findingIn,
  formatInstant,
  matcherMatches,
  parseMatcher,
  type Reader,
  type Seconds,
  sentenceOf,
  subjectOf,
} from '@roamwatch/core';
import type { AlertRow } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { countArgument, durationArgument, idArgument, parsed, required } from '../arguments.js';
import { UsageError } from '../failure.js';
import { printResult } from '../output.js';
import { eventReason } from '../reasons.js';
import { table } from '../terminal/table.js';
import { type StoreAccess, withStore } from '../with-store.js';

export function alertsCommand(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('List, acknowledge and silence alerts')
    .addHelpText('after', EXAMPLES)
    .action((_options: unknown, command: Command) => withStore(command, showOpen));
  alerts
    .command('history')
    .description('Show when alerts opened, escalated and resolved, newest first')
    .addHelpText('after', '\nExample:\n  roamwatch alerts history --limit 200 --json')
    .option('--limit <n>', 'how many', '50')
    .action(({ limit }: { limit: string }, command: Command) =>
      withStore(command, (access) => showHistory(access, countArgument('--limit', limit))),
    );
  alerts
    .command('ack')
    .argument('<id>', 'the number that `alerts` shows')
    .option('--comment <text>', 'why, for the history', '')
    .description('Acknowledge: no more reminders until it gets worse or a new package starts')
    .addHelpText('after', '\nExample:\n  roamwatch alerts ack 17 --comment "traveller is home"')
    .action((id: string, { comment }: { comment: string }, command: Command) =>
      withStore(command, (access) => acknowledge(access, idArgument(id), comment)),
    );
  alerts
    .command('silence')
    .argument('<matcher>', 'for example label=Anna* or severity=warning,cost_centre=sales-*')
    .option('--for <duration>', 'how long: 30m, 2h, 7d')
    .option('--comment <text>', 'why', '')
    .description('Mute notifications for a period; alerts still open when it ends are sent once')
    .addHelpText('after', '\nExample:\n  roamwatch alerts silence severity=warning --for 2h')
    .action((matcher: string, options: { for?: string; comment: string }, command: Command) => {
      const length = durationArgument(required(options.for, '--for <duration>', command));
      return withStore(command, (access) => silence(access, matcher, length, options.comment));
    });
  alerts
    .command('silences')
    .description('List active and past silences')
    .addHelpText('after', '\nExample:\n  roamwatch alerts silences')
    .action((_options: unknown, command: Command) => withStore(command, showSilences));
  alerts
    .command('unsilence')
    .argument('<id>', 'the number that `alerts silences` shows')
    .description('End a silence now')
    .addHelpText('after', '\nExample:\n  roamwatch alerts unsilence 3')
    .action((id: string, _options: unknown, command: Command) =>
      withStore(command, (access) => unsilence(access, idArgument(id))),
    );
}

async function showOpen({ store, config, options, now }: StoreAccess): Promise<void> {
  const reader = { now, zone: config.timeZone };
  const open = await store.alerts.open();
  const undelivered = undeliveredHint((await store.outbox.counts()).dead);
  const json = open.map((alert) => asJson(alert, reader));
  printResult(options, json, () => {
    if (open.length === 0) return `No alert is open.${undelivered}`;
    const shown = table(
      ['ID', 'SEVERITY', 'ESIM', 'RULE', 'SINCE', 'LAST NOTIFIED', 'REASON'],
      open.map((alert) => [
        String(alert.id),
        alert.acknowledgedAt === null ? alert.severity : `${alert.severity} (ack)`,
        alert.label ?? alert.iccid ?? 'provider',
        alert.rule,
        formatInstant(alert.openedAt, config.timeZone),
        alert.lastNotifiedAt === null ? 'not yet' : formatInstant(alert.lastNotifiedAt, config.timeZone),
        sentenceOf(alert.reason, reader),
      ]),
    );
    return shown + undelivered;
  });
}

function undeliveredHint(messages: number): string {
  if (messages === 0) return '';
  const count = messages === 1 ? '1 notification' : `${messages} notifications`;
  return `\n\n${count} could not be delivered. Run: roamwatch outbox`;
}

async function showHistory({ store, config, options }: StoreAccess, limit: number): Promise<void> {
  const events = await store.alerts.history(limit);
  printResult(
    options,
    events.map((event) => ({
      ...event,
      at: isoInstant(event.at),
      reason: eventReason(event, config.timeZone),
      finding: findingIn(event.reason),
    })),
    () => {
      if (events.length === 0) return 'No alert history yet.';
      return table(
        ['WHEN', 'CHANGE', 'SEVERITY', 'ESIM', 'RULE', 'REASON'],
        events.map((event) => [
          formatInstant(event.at, config.timeZone),
          event.change,
          event.severity,
          event.label ?? event.iccid ?? 'provider',
          event.rule,
          eventReason(event, config.timeZone),
        ]),
      );
    },
  );
}

async function acknowledge({ store, options, now }: StoreAccess, id: number, comment: string): Promise<void> {
  if (!(await store.alerts.acknowledge(id, now, userInfo().username, comment))) {
    throw new UsageError(`no alert ${id} is open; \`roamwatch alerts\` shows those that are`);
  }
  printResult(
    options,
    { acknowledged: id },
    () => `Alert ${id} is acknowledged: no more reminders until it gets worse.`,
  );
}

async function silence(
  { store, config, options, now }: StoreAccess,
  matcher: string,
  length: Seconds,
  comment: string,
): Promise<void> {
  const match = parsed(() => parseMatcher(matcher));
  const open = await store.alerts.open();
  const covered = open.filter((alert) => matcherMatches(match, subjectOf(alert))).length;
  const endsAt = now + length;
  const id = await store.silences.add({
    matcher,
    comment,
    createdAt: now,
    endsAt,
    createdBy: userInfo().username,
  });
  printResult(
    options,
    { id, matcher, endsAt: isoInstant(endsAt), covered },
    () =>
      `Silence ${id} mutes notifications for ${matcher} until ${formatInstant(endsAt, config.timeZone)}. ${coverText(covered, open.length)}`,
  );
}

/** Shows a matcher that was mistyped. */
function coverText(covered: number, open: number): string {
  if (open === 0) return 'No alert is open now.';
  return `Open alerts it covers: ${covered === 0 ? 'none' : covered} of ${open}.`;
}

async function showSilences({ store, config, options, now }: StoreAccess): Promise<void> {
  const silences = await store.silences.all();
  const json = silences.map((one) => ({
    ...one,
    createdAt: isoInstant(one.createdAt),
    endsAt: isoInstant(one.endsAt),
    active: one.endsAt > now,
  }));
  printResult(options, json, () => {
    if (silences.length === 0) return 'No silences.';
    return table(
      ['ID', 'MATCHER', 'ENDS', 'COMMENT'],
      silences.map((one) => [
        String(one.id),
        one.matcher,
        one.endsAt > now ? formatInstant(one.endsAt, config.timeZone) : 'ended',
        one.comment,
      ]),
    );
  });
}

async function unsilence({ store, options, now }: StoreAccess, id: number): Promise<void> {
  if (!(await store.silences.end(id, now, userInfo().username))) {
    throw new UsageError(`no silence ${id} is active; \`roamwatch alerts silences\` lists those that are`);
  }
  printResult(
    options,
    { ended: id },
    () => `Silence ${id} ended. Alerts still open are sent within a minute (or with the next poll).`,
  );
}

function asJson(alert: AlertRow, reader: Reader) {
  return {
    id: alert.id,
    severity: alert.severity,
    state: alert.state,
    rule: alert.rule,
    type: alert.ruleType,
    iccid: alert.iccid,
    esimId: alert.esimId,
    label: alert.label,
    since: isoInstant(alert.openedAt),
    lastNotified: isoInstant(alert.lastNotifiedAt),
    timesNotified: alert.timesNotified,
    acknowledged: isoInstant(alert.acknowledgedAt),
    reason: sentenceOf(alert.reason, reader),
    finding: findingIn(alert.reason),
  };
}

const EXAMPLES = `
Examples:
  roamwatch alerts --json
  roamwatch alerts history --limit 20
  roamwatch alerts ack 17 --comment "traveller is home"
  roamwatch alerts silence 'label=Anna*' --for 2h --comment "on the phone with her"
  roamwatch alerts silence severity=warning,cost_centre=sales-* --for 7d
  roamwatch alerts silences
  roamwatch alerts unsilence 3

A silence matches severity, rule, iccid, label, status, cost_centre and project; * and ? are wildcards.`;
