import { capitalised, sentenceOf, travellerAdvice, travellerHeadline } from '@roamwatch/core';
import type { AlertedEsim, AlertItem, AlertsMessage, Subject } from '../message.js';
import { stateOf } from './card.js';
import { clean } from './clean.js';
import { expiryText, remainingPercent, remainingText } from './figures.js';
import { languageOf } from './language-of.js';
import type { Card, LetterBody } from './letter.js';
import { readerBeside, readerOf } from './reader.js';
import { isLive, isReminder, toneOf } from './subjects.js';
import { subjectsIn, toneOfAll } from './totals.js';

const LONGEST = 200;

/**
 * Alerts in the second person, for the traveller: what happened and what to do on the road. No
 * alert numbers, cost centres, prices, commands or links, because travellers have no access to what these lead to.
 */
export function travellerLetter(message: AlertsMessage): LetterBody {
  const { traveller: words } = languageOf(message).letter;
  const { shown } = message;
  const isOnlyOne = shown.length === 1;
  const cards = shown.map((subject) => {
    const name = nameAmong(subject, message);
    return cardOf(subject, isOnlyOne ? name : headlineOf(subject, name, message), name, message);
  });
  const [worst] = shown;
  const headline = worst
    ? headlineOf(worst, nameAmong(worst, message), message)
    : languageOf(message).letter.nothingToReport;
  return {
    tag: null,
    tone: toneOfAll(message),
    headline,
    preheader: cards[0]?.next ?? '',
    paragraphs: message.firstStart ? [words.firstStart] : [],
    cards,
    cardsInAll: subjectsIn(message),
    footer: words.footer(clean(message.timeZone)),
  };
}

/** "Your eSIM"; of several the digits that their owner finds on the phone as well. */
function nameAmong([{ esim }]: Subject, message: AlertsMessage): string {
  const { traveller: words } = languageOf(message).letter;
  if (message.shown.length < 2 || esim === null) return words.yourEsim;
  return words.yourEsimEnding(clean(esim.iccid ?? esim.esimId).slice(-6));
}

function headlineOf(subject: Subject, name: string, message: AlertsMessage): string {
  const { traveller: words } = languageOf(message).letter;
  const [worst] = subject;
  if (!isLive(worst)) return words.fineAgain(name);
  const phrase = phraseOf(worst, name, message);
  return isReminder(subject) ? words.reminder(phrase) : phrase;
}

function phraseOf({ esim, reason }: AlertItem, name: string, message: AlertsMessage): string {
  const figures = esim ?? UNKNOWN;
  return clean(travellerHeadline(name, figures, reason, readerOf(message), languageOf(message)), LONGEST);
}

const UNKNOWN = { remainingBytes: null, allowanceBytes: null, expiresAt: null } as const;

/** The worst alert is said by the headline of the message, or of several cards by the title of each. */
function cardOf(subject: Subject, title: string, name: string, message: AlertsMessage): Card {
  const language = languageOf(message);
  const { letter: words } = language;
  const [worst, ...others] = subject;
  const { esim } = worst;
  const told = isLive(worst) ? others : subject;
  const tone = toneOf(subject);
  return {
    tone,
    name: title,
    state: words.traveller.states[stateOf(subject, tone)],
    remaining: esim && remainingText(esim, words),
    remainingPercent: esim && remainingPercent(esim),
    expiry: esim && expiryText(esim, readerOf(message), words),
    alerts: told.map((item) => ({ reason: reasonOf(item, name, message), about: '', command: null })),
    next: isLive(worst) ? travellerAdvice(worst.reason, readerOf(message), language) : null,
    details: esim ? detailsOf(esim, message) : [],
    days: esim?.days ?? [],
    links: [],
  };
}

function reasonOf(item: AlertItem, name: string, message: AlertsMessage): string {
  if (isLive(item)) return phraseOf(item, name, message);
  const reader = readerBeside(message, item.esim);
  return clean(capitalised(sentenceOf(item.reason, reader, languageOf(message))), LONGEST);
}

function detailsOf({ label, iccid, readAt }: AlertedEsim, message: AlertsMessage): readonly string[] {
  const { letter: words } = languageOf(message);
  return [
    // The travel desk's name for it, for questions of the traveller.
    clean(label ?? '', 60),
    iccid === null ? '' : `${words.iccid} ${clean(iccid, 40)}`,
    words.figuresFrom(readAt, readerOf(message)),
  ].filter((detail) => detail !== '');
}
