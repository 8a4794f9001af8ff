import type { AlertsMessage, Message } from '../message.js';
import { cardOf, isLive, subjectsOf, toneOf } from './card.js';
import { clean, cleanLines, shorten } from './clean.js';
import { WORDS } from './english.js';
import { headlineOf } from './headline.js';
import type { Letter, Tone } from './letter.js';

const LONGEST_SUBJECT = 160;

/** Puts a message of any kind into the words that all channels share. */
export function composeLetter(message: Message): Letter {
  const footer = WORDS.footer(
    clean(message.receiver),
    clean(message.timeZone),
    toAcknowledge(message),
    message.pageUrl ?? null,
  );
  switch (message.kind) {
    case 'alerts':
      return { ...alertsLetter(message), footer };
    case 'test':
      return {
        ...headed('test', 'info', WORDS.testTitle),
        paragraphs: WORDS.testText(message.createdAt, message.timeZone),
        footer,
      };
    case 'notice':
      return {
        ...headed('notice', 'warning', clean(message.title, 120)),
        paragraphs: cleanLines(message.text),
        footer,
      };
    case 'report':
      return {
        ...headed('report', 'info', clean(message.title, 120)),
        paragraphs: cleanLines(message.text),
        files: message.attachments.map(({ fileName }) => clean(fileName, 120)),
        footer,
      };
  }
}

/** The critical alert that is to be acknowledged, for reminders to end. */
function toAcknowledge(message: Message): number | 'several' | null {
  if (message.kind !== 'alerts') return null;
  const [first, ...more] = message.items.filter((item) => isLive(item) && item.severity === 'critical');
  return first === undefined ? null : more.length === 0 ? first.alertId : 'several';
}

function alertsLetter(message: AlertsMessage): Omit<Letter, 'footer'> {
  const subjects = subjectsOf(message.items);
  const tones = subjects.map(toneOf);
  const tone = tones.find((one) => one === 'critical') ?? tones[0] ?? 'info';
  return {
    ...headed(tone, tone, headlineOf(subjects, message)),
    paragraphs: message.firstStart ? [WORDS.firstStart] : [],
    cards: subjects.map((subject) => cardOf(subject, message)),
  };
}

function headed(tag: string, tone: Tone, headline: string): Omit<Letter, 'footer'> {
  const subject = shorten(`[${tag}] ${headline}`, LONGEST_SUBJECT);
  return { tone, subject, headline, paragraphs: [], cards: [], files: [] };
}
