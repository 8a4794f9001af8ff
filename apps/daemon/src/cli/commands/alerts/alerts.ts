import type { Command } from 'commander';
import { countArgument, durationArgument, idArgument, instantArgument } from '../../arguments.js';
import { UsageError } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { readerOf } from '../../reader.js';
import { type StoreAccess, withStore } from '../../with-store.js';
import { acknowledge, unacknowledge } from './acknowledge.js';
import { addFilters, type FilterOptions, filterOf } from './filters.js';
import { showHistory } from './history.js';
import { type ListOptions, listAlerts } from './list.js';
import { showAlert } from './show.js';
import { showSilences, silence, unsilence } from './silences.js';

export function alertsCommand(program: Command, outcome: Outcome): void {
  const alerts = addFilters(program.command('alerts'))
    .description('List, acknowledge and silence alerts')
    .option('--limit <n>', 'show at most <n> alerts (default: all)')
    .option('--watch', 'keep the list up to date until Ctrl-C')
    .option(
      '--fail-on <severity>',
      'exit 1 while an alert of this severity or worse is open, or data is not current',
    )
    .addHelpText('after', EXAMPLES)
    .action((local: ListOptions, command: Command) => listAlerts(command, outcome, local));
  alerts.hook('preSubcommand', refuseOptionsOf);
  addFilters(alerts.command('history'))
    .description('Show when alerts opened, escalated and resolved, newest first')
    .addHelpText('after', '\nExample:\n  roamwatch alerts history --label "Anna*" --limit 200')
    .option('--limit <n>', 'show at most <n> events', '50')
    .action((_options: unknown, command: Command) => {
      const local = command.optsWithGlobals<FilterOptions & { limit: string }>();
      return withStore(command, (access) =>
        showHistory(access, countArgument('--limit', local.limit), filterOf(local)),
      );
    });
  alerts
    .command('show')
    .argument('<id>', ID)
    .description('Show one alert: reason, history, who was notified')
    .addHelpText('after', '\nExample:\n  roamwatch alerts show 17')
    .action((id: string, _options: unknown, command: Command) =>
      withStore(command, (access) => showAlert(access, idArgument(id))),
    );
  alerts
    .command('ack')
    .argument('<ids...>', ID)
    .option('--comment <text>', 'why, for the history')
    .description('Acknowledge: no more reminders until it gets worse or a new package starts')
    .addHelpText('after', '\nExample:\n  roamwatch alerts ack 17 18 --comment "traveller is home"')
    .action((ids: string[], { comment = '' }: { comment?: string }, command: Command) =>
      withStore(command, (access) => acknowledge(access, ids.map(idArgument), comment)),
    );
  alerts
    .command('unack')
    .argument('<ids...>', ID)
    .description('Remove an acknowledgement: reminders continue')
    .addHelpText('after', '\nExample:\n  roamwatch alerts unack 17')
    .action((ids: string[], _options: unknown, command: Command) =>
      withStore(command, (access) => unacknowledge(access, ids.map(idArgument))),
    );
  alerts
    .command('silence')
    .argument('<matcher>', 'for example label=Anna* or severity=warning,cost_centre=sales-*')
    .option('--for <duration>', 'how long: 30m, 2h, 7d')
    .option(
      '--until <instant>',
      'or its end: 18:00, 2026-12-01, "2026-12-01 18:00", in the configured time zone',
    )
    .option('--comment <text>', 'why')
    .description('Mute notifications for a period; alerts still open when it ends are sent once')
    .addHelpText('after', '\nExample:\n  roamwatch alerts silence severity=warning --for 2h')
    .action((matcher: string, local: SilenceOptions, command: Command) => {
      if (local.for === undefined && local.until === undefined)
        command.error(`error: required option '--for <duration>' or '--until <instant>' not specified`);
      return withStore(command, (access) =>
        silence(access, matcher, endOf(access, local), local.comment ?? ''),
      );
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

/** Commander gives options to the outer command wherever they are; one that the inner command lacks is a mistake. */
function refuseOptionsOf(outer: Command, inner: Command): void {
  for (const option of outer.options) {
    const isGiven = outer.getOptionValueSource(option.attributeName()) === 'cli';
    if (isGiven && !inner.options.some(({ long }) => long === option.long))
      inner.error(`error: unknown option '${option.long}'`);
  }
}

const ID = 'the number that `alerts` shows';

interface SilenceOptions {
  readonly for?: string;
  readonly until?: string;
  readonly comment?: string;
}

function endOf(access: StoreAccess, local: SilenceOptions): number {
  if (local.for !== undefined && local.until !== undefined)
    throw new UsageError('specify either --for or --until, not both');
  if (local.for !== undefined) {
    const length = durationArgument(local.for);
    if (length === 0) throw new UsageError(`--for must be longer than nothing, such as 2h, not ${local.for}`);
    return access.now + length;
  }
  const end = instantArgument('--until', local.until ?? '', readerOf(access));
  if (end <= access.now) throw new UsageError(`--until must be in the future: ${local.until} has passed`);
  return end;
}

const EXAMPLES = `
Examples:
  roamwatch alerts --severity critical
  roamwatch alerts --label 'Anna*' --watch
  roamwatch alerts --json --fail-on critical
  roamwatch alerts show 17
  roamwatch alerts ack 17 18 --comment "traveller is home"
  roamwatch alerts unack 17
  roamwatch alerts silence 'label=Anna*' --for 2h --comment "on the phone"
  roamwatch alerts silence 'cost_centre=sales-*' --until 2026-12-01
  roamwatch alerts silences
  roamwatch alerts unsilence 3
  roamwatch alerts history --limit 20

A silence matches severity, rule, iccid, label, status, cost_centre and project;
* and ? are wildcards.`;
