import type { Command } from 'commander';
import { required } from '../../arguments.js';
import type { Outcome } from '../../outcome.js';
import { withStore } from '../../with-store.js';
import type { InvoiceArguments } from './compare-invoice.js';

const EXAMPLES = `
Every row of <file> is an order or an invoice line. Name its columns under
invoice.columns in the configuration.
Exit code 1: something differs, or a row cannot be read.

Examples:
  roamwatch report invoice ./invoice.csv --month 2026-01
  roamwatch report invoice ./invoice.csv --month 2026-01 --csv > compared.csv`;

/** The provider's invoice beside the purchases that were seen. What compares them takes longer to load than a short report to write. */
export function invoiceCommand(report: Command, outcome: Outcome): void {
  report
    .command('invoice')
    .argument('<file>', "the provider's invoice lines or orders, as CSV")
    .description("Compare the provider's invoice with the purchases seen")
    .option('--month <YYYY-MM>', 'the month of the purchases (required)')
    .option('--all', 'list what matches as well')
    .option('--csv', 'print every line as CSV')
    .option('--profile <name>', 'format of the CSV, as of the other reports')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, local: InvoiceArguments, command: Command) => {
      required(local.month, '--month <YYYY-MM>', command);
      const { compareInvoice } = await import('./compare-invoice.js');
      outcome.exitCode = await withStore(command, (access) => compareInvoice(access, file, local));
    });
}
