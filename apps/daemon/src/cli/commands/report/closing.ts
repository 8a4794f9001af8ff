import { userInfo } from 'node:os';
import { counted, formatInstant } from '@roamwatch/core';
import { type ClosedMonth, closeMonth, openReportSource } from '@roamwatch/monitor';
import { megabytes, parseMonth, stateOfFigures } from '@roamwatch/report';
import type { Command } from 'commander';
import { isoInstant } from '../../../iso-instant.js';
import { required } from '../../arguments.js';
import { CommandFailure, say, UsageError } from '../../failure.js';
import { printResult } from '../../output.js';
import { rowCounter } from '../../row-counter.js';
import { type StoreAccess, withStore } from '../../with-store.js';
import { missingNotes } from './notes.js';
import { monthOf } from './period.js';

const MONTH = '--month <YYYY-MM>';
const COMMENT = '--comment <text>';

/** Closing months manually. */
export function closingCommands(report: Command): void {
  report
    .command('close')
    .description('Close a month: its figures are final; later corrections go to the next open month')
    .option(MONTH, 'a month that has ended')
    .addHelpText('after', '\nExample:\n  roamwatch report close --month 2026-01')
    .action((local: { month?: string }, command: Command) => {
      const month = monthOf(required(local.month, MONTH, command));
      return withStore(command, (access) => close(access, month));
    });
  report
    .command('reopen')
    .description('Reopen a closed month (recorded in the audit log)')
    .option(MONTH, 'a closed month')
    .option(COMMENT, 'reason, for the audit log')
    .addHelpText(
      'after',
      '\nExample:\n  roamwatch report reopen --month 2026-01 --comment "wrong cost centre"',
    )
    .action((local: { month?: string; comment?: string }, command: Command) => {
      const month = monthOf(required(local.month, MONTH, command));
      const comment = required(local.comment, COMMENT, command).trim();
      return withStore(command, (access) => reopen(access, month, comment));
    });
  report
    .command('closings')
    .description('List closed months, open months with the reason, and the audit log')
    .addHelpText('after', '\nExample:\n  roamwatch report closings --json')
    .action(async (_options: unknown, command: Command) => {
      const { showClosings } = await import('./closings.js');
      await withStore(command, showClosings);
    });
}

async function close({ store, config, options, now }: StoreAccess, month: string): Promise<void> {
  const { timeZone } = config;
  const counter = rowCounter(`closing ${month}`);
  try {
    const closed = await closeMonth({ store, now, timeZone }, month, counter.row);
    counter.end();
    printResult(
      options,
      { ...closed, usedBytes: String(closed.usedBytes), dataAsOf: isoInstant(closed.dataAsOf) },
      () => inWords(closed, timeZone),
    );
    for (const note of await missingIn(store, month, timeZone)) say(note);
    if (closed.purchasesNotAsked > 0) {
      say(
        `the purchases of ${counted(closed.purchasesNotAsked, 'eSIM')} were last read before the month ended; later purchases will appear as corrections`,
      );
    }
  } catch (error) {
    throw error instanceof RangeError ? new CommandFailure(error.message) : error;
  } finally {
    counter.end();
  }
}

/** The data missing from figures that are final now. */
async function missingIn(
  store: StoreAccess['store'],
  month: string,
  timeZone: string,
): Promise<readonly string[]> {
  const source = await openReportSource(store);
  try {
    return missingNotes(await stateOfFigures({ source, period: parseMonth(month), timeZone }, []));
  } finally {
    await source.close();
  }
}

function inWords(closed: ClosedMonth, timeZone: string): string {
  const { month, usageRows, corrections, usedBytes, purchaseRows, purchases, dataAsOf } = closed;
  const amounts = Object.entries(purchases).map(([currency, amount]) => `, ${currency} ${amount}`);
  return [
    `${month} is closed. Its figures are final; later corrections go to the next open month.`,
    `Usage      ${counted(usageRows, 'row')}, ${megabytes(usedBytes)} MB; corrections of earlier months: ${corrections}`,
    `Purchases  ${purchaseRows}${amounts.join('')}`,
    `Data as of ${formatInstant(dataAsOf, timeZone)}`,
  ].join('\n');
}

async function reopen({ store, options, now }: StoreAccess, month: string, comment: string): Promise<void> {
  if (comment === '') throw new UsageError('--comment must not be empty: it is recorded in the audit log');
  await store.closing.reopen(month, ({ closings }) => {
    if (!closings.some((closing) => closing.month === month)) {
      throw new UsageError(`${month} is not closed; \`roamwatch report closings\` lists the closed months`);
    }
    return { at: now, comment: `${userInfo().username}: ${comment}` };
  });
  printResult(options, { reopened: month }, () =>
    [
      `${month} is reopened and shows current figures. This is recorded in the audit log.`,
      `Close it again with: roamwatch report close --month ${month}`,
    ].join('\n'),
  );
}
