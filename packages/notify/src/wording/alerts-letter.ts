import type { AlertsMessage, Subject } from '../message.js';
import { cardOf } from './card.js';
import { headlineOf, phraseOf } from './headline.js';
import { languageOf } from './language-of.js';
import type { Card, LetterBody, Link } from './letter.js';
import { subjectsIn, toneOfAll } from './totals.js';

/** Further cases that lists of mails show behind the subject. */
const ALSO = 3;

/** Alerts in words for operators. */
export function alertsLetter(message: AlertsMessage): LetterBody {
  const { letter: words } = languageOf(message);
  const { shown } = message;
  const tone = toneOfAll(message);
  const cards = shown.map((subject) => cardOf(subject, message));
  return {
    tag: tone,
    tone,
    headline: headlineOf(message),
    preheader: preheaderOf(shown, cards, message),
    paragraphs: message.firstStart ? [words.firstStart] : [],
    cards,
    cardsInAll: subjectsIn(message),
    links: linksOf(message),
  };
}

/** The next cases; of a single one what else there is to know. */
function preheaderOf(
  [, ...others]: readonly Subject[],
  cards: readonly Card[],
  message: AlertsMessage,
): string {
  const { letter: words } = languageOf(message);
  if (others.length > 0) {
    return words.also(others.slice(0, ALSO).map(([worst]) => phraseOf(worst, message)));
  }
  const [only] = cards;
  return [only?.expiry, only?.next].filter((part) => part != null).join('. ');
}

/** Of one alert its card has the link. */
function linksOf(message: AlertsMessage): readonly Link[] {
  const { buttons } = languageOf(message).letter;
  const { pageUrl, totals, shown } = message;
  if (pageUrl === undefined || shown.length < 2 || totals.open === 0) return [];
  return [{ label: buttons.openAlerts, url: `${pageUrl}/alerts` }];
}
