import type { AlertsMessage } from '../message.js';
import { cardOf } from './card.js';
import { headlineOf, phraseOf } from './headline.js';
import { languageOf } from './language-of.js';
import type { Card, LetterBody, Link } from './letter.js';
import { isLive, type Subject, subjectsOf, worstTone } from './subjects.js';

/** Further cases that lists of mails show behind the subject. */
const ALSO = 3;

/** Alerts in words for operators. */
export function alertsLetter(message: AlertsMessage): LetterBody {
  const { letter: words } = languageOf(message);
  const subjects = subjectsOf(message.items);
  const tone = worstTone(subjects);
  const cards = subjects.map((subject) => cardOf(subject, message));
  return {
    tag: tone,
    tone,
    headline: headlineOf(subjects, message),
    preheader: preheaderOf(subjects, cards, message),
    paragraphs: message.firstStart ? [words.firstStart] : [],
    cards,
    links: linksOf(subjects, message),
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
function linksOf(subjects: readonly Subject[], message: AlertsMessage): readonly Link[] {
  const { buttons } = languageOf(message).letter;
  const { pageUrl } = message;
  if (pageUrl === undefined || subjects.length < 2 || !subjects.flat().some(isLive)) return [];
  return [{ label: buttons.openAlerts, url: `${pageUrl}/alerts` }];
}
