import { dateOf, type Reader } from '@roamwatch/core';
import type { SummaryEsim, SummaryMessage, SummaryName } from '../message.js';
import { clean } from './clean.js';
import { remainingText } from './figures.js';
import { languageOf } from './language-of.js';
import type { LetterBody, Section, SectionRow } from './letter.js';
import { nameOfEsim } from './name.js';
import { priceText } from './price.js';

/** How the fleet did: what there is, what was used and spent, what ends next, and what nobody uses. */
export function summaryLetter(message: SummaryMessage): LetterBody {
  const { letter: words } = languageOf(message);
  const { summary, createdAt, timeZone, pageUrl } = message;
  const reader: Reader = { now: createdAt, zone: timeZone };
  const { fleet, usage, expiring, neverUsed } = summary;
  return {
    tag: 'summary',
    tone: 'info',
    headline: headlineOf(message, reader),
    preheader: words.summary.comparison(usage.bytes, usage.bytesBefore),
    paragraphs: [
      words.summary.asOf(summary.dataAsOf, reader),
      ...(isOld(message) ? [words.summary.isOld] : []),
      ...(fleet.notMonitored > 0 ? [words.summary.notMonitored(fleet.notMonitored)] : []),
    ],
    sections: [
      fleetSection(message),
      usageSection(message),
      spendSection(message),
      listSection(message, words.summary.expiring(expiring.total), expiring, (esim) => {
        const when = esim.expiresAt === null ? null : words.summary.expires(esim.expiresAt, reader);
        return [when, remainingText(esim, words)].filter((part) => part !== null).join(', ');
      }),
      listSection(message, words.summary.neverUsed(neverUsed.total), neverUsed, (esim) =>
        words.summary.knownSince(esim.firstSeenAt, reader),
      ),
    ],
    links: pageUrl === undefined ? [] : [{ label: words.buttons.openPage, url: pageUrl }],
  };
}

/** It names what is good only where the figures are those of all its days. */
function headlineOf(message: SummaryMessage, reader: Reader): string {
  const { summary: words } = languageOf(message).letter;
  const { from, to, dataAsOf, usage, fleet } = message.summary;
  if (dataAsOf === null) return words.headlineWithoutData(from, to);
  return isOld(message)
    ? words.headlineUntil(from, to, usage.bytes, fleet.openCritical, words.moment(dataAsOf, reader))
    : words.headline(from, to, usage.bytes, fleet.openCritical);
}

/** The last good poll was before the days had ended. */
function isOld({ summary: { dataAsOf, to }, timeZone }: SummaryMessage): boolean {
  return dataAsOf !== null && dateOf(dataAsOf, timeZone) <= to;
}

function fleetSection(message: SummaryMessage): Section {
  const { summary: words } = languageOf(message).letter;
  const { byStatus, openCritical, openWarning } = message.summary.fleet;
  return {
    title: words.labels.fleet,
    rows: [
      ...byStatus.map(({ status, count }) => row(clean(status, 40), String(count))),
      row(words.labels.openAlerts, words.openAlerts(openCritical, openWarning)),
    ],
  };
}

function usageSection(message: SummaryMessage): Section {
  const { summary: words } = languageOf(message).letter;
  const { bytes, bytesBefore, esims, most } = message.summary.usage;
  return {
    title: words.labels.usage,
    rows: [
      row(words.labels.total, words.comparison(bytes, bytesBefore)),
      row(words.labels.esimsInUse, String(esims)),
      ...most.map((one) => row(called(one.name, message), words.bytes(one.bytes))),
    ],
  };
}

function spendSection(message: SummaryMessage): Section {
  const { labels } = languageOf(message).letter.summary;
  const { purchases, amounts, unpriced } = message.summary.spend;
  return {
    title: labels.spend,
    rows: [
      row(labels.purchases, String(purchases)),
      ...amounts.map(({ currency, amount }) => {
        const known = clean(currency, 20);
        return row(
          labels.spent,
          known === '' ? `${amount} (${labels.unknownCurrency})` : priceText(amount, known),
        );
      }),
      ...(unpriced > 0 ? [row(labels.unpriced, String(unpriced))] : []),
    ],
  };
}

/** Some of them, and how many more there are. */
function listSection(
  message: SummaryMessage,
  title: string,
  { total, esims }: { readonly total: number; readonly esims: readonly SummaryEsim[] },
  valueFor: (esim: SummaryEsim) => string,
): Section {
  const { letter: words } = languageOf(message);
  const more = total - esims.length;
  return {
    title,
    rows: [
      ...esims.map((esim) => row(called(esim, message), valueFor(esim))),
      ...(more > 0 ? [row(words.more(more), '')] : []),
      ...(total === 0 ? [row(words.summary.labels.none, '')] : []),
    ],
  };
}

function called(name: SummaryName, message: SummaryMessage): string {
  return nameOfEsim(name, languageOf(message).letter);
}

function row(label: string, value: string): SectionRow {
  // A status or a name of which nothing can be shown.
  return { label: label === '' ? '–' : label, value };
}
