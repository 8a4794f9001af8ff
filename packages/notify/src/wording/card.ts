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

/** True unless the item only says that an alert is over. */
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
