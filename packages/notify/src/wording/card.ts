import { formatInstant, kindOf, sentenceOf } from '@roamwatch/core';
import type { AlertedEsim, AlertItem, AlertsMessage } from '../message.js';
import { clean } from './clean.js';
import { WORDS } from './english.js';
import { expiryText, remainingPercent, remainingText } from './figures.js';
import type { Card, Tone } from './letter.js';
import { nameOf } from './name.js';
import { nextStep } from './next-step.js';
import { readerBeside } from './reader.js';

/** All the items about one eSIM, or one about the provider; never empty, the worst first. */
export type Subject = readonly [AlertItem, ...AlertItem[]];

/** Puts the items of each eSIM together. They are in order, so each eSIM stands where its worst item stood. */
export function subjectsOf(items: readonly AlertItem[]): readonly Subject[] {
  const subjects = new Map<string, [AlertItem, ...AlertItem[]]>();
  for (const item of items) {
    const key = item.esim ? `esim ${item.esim.esimId}` : `alert ${item.alertId}`;
    const known = subjects.get(key);
    if (known) known.push(item);
    else subjects.set(key, [item]);
  }
  return [...subjects.values()];
}

/** True unless the item only says that an alert resolved. */
export function isLive(item: AlertItem): boolean {
  return item.change !== 'resolved';
}

export function toneOf([worst]: Subject): Tone {
  return isLive(worst) ? worst.severity : 'resolved';
}

export function cardOf(subject: Subject, message: AlertsMessage): Card {
  const [worst] = subject;
  const { esim } = worst;
  const tone = toneOf(subject);
  return {
    tone,
    name: nameOf(esim),
    state: stateOf(subject, tone),
    remaining: esim && remainingText(esim),
    remainingPercent: esim && remainingPercent(esim),
    expiry: esim && expiryText(esim, message.asOf, message.timeZone),
    reasons: subject.map((item) => reasonOf(item, tone, message)),
    next: isLive(worst) ? withTopUpLink(nextStep(worst, readerBeside(message, esim)), worst, message) : null,
    details: [...(esim ? detailsOf(esim, message.timeZone) : []), alertsOf(subject, message)].filter(
      (detail) => detail !== '',
    ),
    days: esim?.days ?? [],
  };
}

/** Where a top-up helps, the address to make one at. */
function withTopUpLink(next: string, { esim, ruleType }: AlertItem, { topUpUrl }: AlertsMessage): string {
  const isHelped = esim !== null && kindOf(ruleType).helpedByTopUp;
  return isHelped && topUpUrl !== undefined ? `${next} ${topUpUrl}` : next;
}

function stateOf(subject: Subject, tone: Tone): string {
  if (tone === 'resolved') return WORDS.states.resolved;
  if (subject.filter(isLive).every((item) => item.change === 'reminder')) return WORDS.states.reminder;
  return tone === 'critical' ? WORDS.states.critical : WORDS.states.warning;
}

function reasonOf(item: AlertItem, tone: Tone, message: AlertsMessage): string {
  const reason = clean(sentenceOf(item.reason, readerBeside(message, item.esim)), 400);
  if (item.change === 'resolved') return tone === 'resolved' ? reason : WORDS.resolvedBecause(reason);
  if (item.change !== 'reminder') return reason;
  return WORDS.stillOpen(Math.max(0, message.asOf - item.openedAt), item.timesTold, reason);
}

/** "alert 3", for commands that take its number; with its address where there is a page. */
function alertsOf(subject: Subject, { pageUrl }: AlertsMessage): string {
  const ids = subject.filter(isLive).map(({ alertId }) => alertId);
  if (ids.length === 0) return '';
  const named = `${ids.length === 1 ? 'alert' : 'alerts'} ${ids.join(', ')}`;
  return pageUrl === undefined ? named : `${named}: ${ids.map((id) => `${pageUrl}/alerts/${id}`).join(' ')}`;
}

function detailsOf(esim: AlertedEsim, zone: string): readonly string[] {
  return [
    esim.iccid ? `ICCID ${clean(esim.iccid, 40)}` : `eSIM ID ${clean(esim.esimId, 60)}, no ICCID yet`,
    esim.costCentre ? `cost centre ${clean(esim.costCentre, 40)}` : '',
    esim.project ? `project ${clean(esim.project, 40)}` : '',
    esim.readAt === null ? 'no figures yet' : `figures from ${formatInstant(esim.readAt, zone)}`,
  ];
}
