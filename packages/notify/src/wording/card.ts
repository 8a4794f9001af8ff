import { kindOf, sentenceOf } from '@roamwatch/core';
import type { AlertedEsim, AlertItem, AlertsMessage, Subject } from '../message.js';
import { clean } from './clean.js';
import { expiryText, remainingPercent, remainingText } from './figures.js';
import { languageOf } from './language-of.js';
import type { AlertLine, Card, Link, Tone } from './letter.js';
import { nameOf } from './name.js';
import { nextStep } from './next-step.js';
import { readerBeside, readerOf } from './reader.js';
import { isLive, isReminder, toneOf } from './subjects.js';

export function cardOf(subject: Subject, message: AlertsMessage): Card {
  const [worst] = subject;
  const { esim } = worst;
  const tone = toneOf(subject);
  const language = languageOf(message);
  const { letter: words } = language;
  return {
    tone,
    name: nameOf(worst, words),
    state: words.states[stateOf(subject, tone)],
    remaining: esim && remainingText(esim, words),
    remainingPercent: esim && remainingPercent(esim),
    expiry: esim && expiryText(esim, readerOf(message), words),
    alerts: subject.map((item) => alertLine(item, tone, message)),
    next: isLive(worst) ? nextStep(worst, readerBeside(message, esim), language) : null,
    details: esim ? detailsOf(esim, message) : [],
    days: esim?.days ?? [],
    links: linksOf(subject, message),
  };
}

export function stateOf(subject: Subject, tone: Tone): 'critical' | 'warning' | 'resolved' | 'reminder' {
  if (tone === 'resolved') return 'resolved';
  if (isReminder(subject)) return 'reminder';
  return tone === 'critical' ? 'critical' : 'warning';
}

function alertLine(item: AlertItem, tone: Tone, message: AlertsMessage): AlertLine {
  const { letter: words } = languageOf(message);
  const { alertId: id, rule, openedAt } = item;
  const isResolved = !isLive(item);
  return {
    reason: reasonOf(item, tone, message),
    about: words.alertLine({ id, rule: clean(rule, 60), openedAt, isResolved }, readerOf(message)),
    command: isResolved ? null : `roamwatch alerts ack ${id}`,
  };
}

function reasonOf(item: AlertItem, tone: Tone, message: AlertsMessage): string {
  const language = languageOf(message);
  const { letter: words } = language;
  const reason = clean(sentenceOf(item.reason, readerBeside(message, item.esim), language), 400);
  if (item.change === 'resolved') return tone === 'resolved' ? reason : words.resolvedBecause(reason);
  if (item.change !== 'reminder') return reason;
  return words.stillOpen(Math.max(0, message.asOf - item.openedAt), item.timesTold, reason);
}

/** To each alert's page, and to the provider where a top-up helps. */
function linksOf(subject: Subject, message: AlertsMessage): readonly Link[] {
  const { buttons } = languageOf(message).letter;
  const { pageUrl, topUpUrl } = message;
  const live = subject.filter(isLive);
  const pages =
    pageUrl === undefined
      ? []
      : live.map(({ alertId: id }) => ({ label: buttons.openAlert(id), url: `${pageUrl}/alerts/${id}` }));
  const isHelped = live.some(({ esim, ruleType }) => esim !== null && kindOf(ruleType).helpedByTopUp);
  const topUps = topUpUrl === undefined || !isHelped ? [] : [{ label: buttons.topUp, url: topUpUrl }];
  return [...pages, ...topUps];
}

function detailsOf(esim: AlertedEsim, message: AlertsMessage): readonly string[] {
  const { letter: words } = languageOf(message);
  return [
    esim.iccid ? `${words.iccid} ${clean(esim.iccid, 40)}` : words.withoutIccid(clean(esim.esimId, 60)),
    esim.costCentre ? words.costCentre(clean(esim.costCentre, 40)) : '',
    esim.project ? words.project(clean(esim.project, 40)) : '',
    words.figuresFrom(esim.readAt, readerOf(message)),
  ].filter((detail) => detail !== '');
}
