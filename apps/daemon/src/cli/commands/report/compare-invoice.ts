import { capitalised, formatDecimal, priceText } from '@roamwatch/core';
import {
  differenceOf,
  encodeInvoice,
  type InvoiceMatch,
  isProfileName,
  type MatchedInvoice,
  noteOf,
  PROFILE_NAMES,
  parseMonth,
  reconcileInvoice,
  type StateOfFigures,
  stateOfFigures,
} from '@roamwatch/report';
import { type Invoice, InvoiceError, readInvoice } from '../../../invoice/read.js';
import { isoInstant } from '../../../iso-instant.js';
import { say, UsageError } from '../../failure.js';
import { printResult } from '../../output.js';
import { fileOutput } from '../../terminal/file-output.js';
import { paragraph, table } from '../../terminal/table.js';
import type { StoreAccess } from '../../with-store.js';
import { asOfText, notesOnFigures } from './notes.js';
import { monthOf } from './period.js';

export interface InvoiceArguments {
  readonly month: string;
  readonly csv?: true;
  readonly profile?: string;
  readonly all?: true;
}

/** Compares the provider's invoice with the purchases that were seen, and returns the exit code. */
export async function compareInvoice(
  access: StoreAccess,
  file: string,
  local: InvoiceArguments,
): Promise<0 | 1> {
  const period = parseMonth(monthOf(local.month));
  const invoice = readFrom(file, access);
  const snapshot = await access.store.snapshot();
  try {
    const result = await reconcileInvoice(invoice.lines, snapshot.purchases, period);
    const { timeZone } = access.config;
    const state = await stateOfFigures({ source: snapshot, period, timeZone }, []);
    const notes = await notesOnFigures(access, state);
    const isText = local.csv !== true && local.profile === undefined && access.options.json !== true;
    if (local.csv === true || local.profile !== undefined) {
      const profile = local.profile ?? 'plain';
      if (!isProfileName(profile)) {
        throw new UsageError(`--profile must be one of ${PROFILE_NAMES.join(', ')}, not "${profile}"`);
      }
      const output = fileOutput();
      for await (const piece of encodeInvoice(result.matches, period, profile)) output.write(piece);
    } else {
      printResult(access.options, asJson(state, invoice, result), () =>
        [
          inWords(period.name, invoice, result, local.all === true),
          purchasesAsOf(asOfText(access, state)),
          ...notes.map((note) => paragraph(capitalised(note))),
        ].join('\n'),
      );
    }
    if (!isText) for (const note of notes) say(note);
    return agrees(invoice, result) ? 0 : 1;
  } finally {
    await snapshot.close();
  }
}

function readFrom(file: string, { config }: StoreAccess): Invoice {
  try {
    return readInvoice(file, config.invoice.columns);
  } catch (error) {
    throw error instanceof InvoiceError ? new UsageError(error.message) : error;
  }
}

function agrees({ unreadable }: Invoice, { counts, matches }: MatchedInvoice): boolean {
  return unreadable.length === 0 && counts.matched === matches.length;
}

function purchasesAsOf(asOf: string | null): string {
  return asOf === null
    ? 'No purchase is known: no poll has succeeded yet. Run: roamwatch poll'
    : `Purchases as of ${asOf}, the last successful poll.`;
}

function asJson(
  { period, dataAsOf, discrepancies }: StateOfFigures,
  { unreadable }: Invoice,
  { counts, matches, ...sums }: MatchedInvoice,
) {
  return {
    month: period,
    dataAsOf,
    missing: discrepancies,
    matched: counts.matched,
    differentPrice: counts['different price'],
    missingHere: counts['missing here'],
    missingThere: counts['missing there'],
    unreadable: unreadable.length,
    outsideMonth: sums.outside,
    invoiced: sums.invoiced,
    seen: sums.seen,
    lines: matches.map((match) => ({
      status: match.status,
      line: match.line?.line ?? null,
      date: match.line?.date ?? null,
      reference: match.line?.reference ?? null,
      esim: match.line?.esim ?? null,
      package: match.line?.packageName ?? null,
      price: match.line === null ? null : formatDecimal(match.line.price),
      currency: match.line?.currency ?? null,
      purchase: match.purchase === null ? null : purchaseAsJson(match.purchase),
      difference: differenceOf(match) || null,
      note: noteOf(match) || null,
    })),
    unreadableLines: unreadable,
  };
}

function purchaseAsJson(purchase: NonNullable<InvoiceMatch['purchase']>) {
  return {
    purchasedAt: isoInstant(purchase.purchasedAt),
    iccid: purchase.iccid,
    esimId: purchase.esimId,
    packageId: purchase.packageId,
    package: purchase.packageName,
    price: priceText(purchase) || null,
    currency: purchase.currency,
    label: purchase.label,
    costCentre: purchase.costCentre,
  };
}

function inWords(month: string, invoice: Invoice, result: MatchedInvoice, isAll: boolean): string {
  const { counts, matches, outside, invoiced, seen } = result;
  const shown = isAll ? matches : matches.filter(({ status }) => status !== 'matched');
  return [
    ...(shown.length === 0
      ? []
      : [
          table(['STATUS', 'LINE', 'DATE', 'ESIM', 'PACKAGE', 'INVOICED', 'SEEN', 'NOTE'], shown.map(rowOf)),
          '',
        ]),
    ...invoice.unreadable.map(({ line, reason }) => `line ${line} cannot be read: ${reason}`),
    ...(invoice.unreadable.length === 0 ? [] : ['']),
    agrees(invoice, result)
      ? `${month}: the invoice agrees with the purchases seen.`
      : `${month}: the invoice differs from the purchases seen.`,
    `${counts.matched} matched, ${counts['different price']} with a different price, ${counts['missing here']} missing here, ${counts['missing there']} missing there, ${invoice.unreadable.length} unreadable`,
    ...(outside === 0
      ? []
      : [`${outside} ${outside === 1 ? 'line is' : 'lines are'} of another month and not compared`]),
    `Invoiced  ${sums(invoiced)}`,
    `Seen      ${sums(seen)}`,
  ].join('\n');
}

function rowOf(match: InvoiceMatch): readonly string[] {
  const { status, line, purchase } = match;
  return [
    status,
    line === null ? '' : String(line.line),
    line?.date ?? (purchase === null ? '' : (isoInstant(purchase.purchasedAt) ?? '').slice(0, 10)),
    purchase?.label ?? purchase?.iccid ?? line?.esim ?? purchase?.esimId ?? '',
    purchase?.packageName ?? line?.packageName ?? '',
    line === null ? '' : [formatDecimal(line.price), line.currency ?? ''].join(' ').trim(),
    purchase === null ? '' : `${priceText(purchase)} ${purchase.currency}`.trim(),
    [noteOf(match), line?.reference].filter((part) => part).join('; '),
  ];
}

function sums(amounts: Readonly<Record<string, string>>): string {
  const named = Object.entries(amounts).map(([currency, amount]) => `${currency} ${amount}`.trim());
  return named.length === 0 ? 'nothing' : named.join(', ');
}
