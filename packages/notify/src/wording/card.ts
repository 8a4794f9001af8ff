import { formatDuration, formatInstant } from '@roamwatch/core';
import type { AlertedEsim, AlertItem, AlertsMessage } from '../message.js';
import { clean } from './clean.js';
import { expiryText, remainingPercent, remainingText } from './figures.js';
import type { Card, Tone } from './letter.js';
import { nameOf } from './name.js';
import { nextStep } from './next-step.js';
import { reasonBeside } from './reason.js';

/** All the items about one eSIM, or one about the provider; never empty, the worst first. */
export type Subject = readonly [AlertItem, ...AlertItem[]];

const WORST_FIRST: readonly Tone[] = ['critical', 'warning', 'resolved'];

/** Puts the items of each eSIM together: the worst eSIM first, what is resolved last, else in the order given. */
export function subjectsOf(items: readonly AlertItem[]): readonly Subject[] {
  const subjects = new Map<string, [AlertItem, ...AlertItem[]]>();
  for (const item of items) {
    const key = item.esim ? `esim ${item.esim.esimId}` : `alert ${item.alertId}`;
    const known = subjects.get(key);
    if (!known) subjects.set(key, [item]);
    else if (isLive(item) && !isLive(known[0])) known.unshift(item);
    else known.push(item);
  }
  const rank = (subject: Subject) => WORST_FIRST.indexOf(toneOf(subject));
  return [...subjects.values()].sort((a, b) => rank(a) - rank(b));
}

/** True unless the item only says that an alert is over. */
export function isLive(item: AlertItem): boolean {
  return item.change !== 'resolved';
}

export function toneOf([worst, ...others]: Subject): Tone {
  if (!isLive(worst)) return 'resolved';
  return [worst, ...others].some((item) => isLive(item) && item.severity === 'critical')
    ? 'critical'
    : 'warning';
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
    next: isLive(worst) ? nextStep(worst) : null,
    details: esim ? detailsOf(esim, message.timeZone) : [],
    days: esim?.days ?? [],
  };
}

function stateOf(subject: Subject, tone: Tone): string {
  const still = subject.filter(isLive).every((item) => item.change === 'reminder');
  if (tone === 'resolved') return 'Resolved';
  return still ? `Still ${tone}` : tone === 'critical' ? 'Critical' : 'Warning';
}

function reasonOf(item: AlertItem, tone: Tone, message: AlertsMessage): string {
  const reason = clean(reasonBeside(item, message.timeZone), 400);
  if (item.change === 'resolved') return tone === 'resolved' ? reason : `Resolved: ${reason}`;
  if (item.change !== 'reminder') return reason;
  const age = formatDuration(Math.max(0, message.asOf - item.openedAt));
  return `Still so after ${age}, ${timesTold(item)} before: ${reason}`;
}

function timesTold({ timesTold: count }: AlertItem): string {
  if (count === 0) return 'never told';
  return `told ${count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`}`;
}

function detailsOf(esim: AlertedEsim, zone: string): readonly string[] {
  return [
    esim.iccid ? `ICCID ${clean(esim.iccid, 40)}` : `eSIM ID ${clean(esim.esimId, 60)}, no ICCID yet`,
    esim.costCentre ? `cost centre ${clean(esim.costCentre, 40)}` : '',
    esim.project ? `project ${clean(esim.project, 40)}` : '',
    esim.readAt === null ? 'no figures yet' : `figures from ${formatInstant(esim.readAt, zone)}`,
  ].filter((detail) => detail !== '');
}
