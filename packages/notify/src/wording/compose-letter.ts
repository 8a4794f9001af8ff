import { formatInstant } from '@roamwatch/core';
import type { AlertsMessage, Message } from '../message.js';
import { cardOf, subjectsOf, toneOf } from './card.js';
import { clean, cleanLines, shorten } from './clean.js';
import { headlineOf } from './headline.js';
import type { Letter, Tone } from './letter.js';

const LONGEST_SUBJECT = 160;

const FIRST_START =
  'This is the first look of Roamwatch at these eSIMs. What this message names was so before Roamwatch started watching; from now on each new step is told once.';

/** Puts a message of any kind into the words that all channels share. */
export function composeLetter(message: Message): Letter {
  const footer = `Roamwatch, to the receiver "${clean(message.receiver)}". Times are in ${clean(message.timeZone)}.`;
  switch (message.kind) {
    case 'alerts':
      return { ...alertsLetter(message), footer };
    case 'test':
      return {
        ...headed('test', 'info', 'A test from Roamwatch: this message arrived'),
        paragraphs: [
          'This is only a test. Nothing is wrong, and there is nothing to do.',
          `It was asked for on ${formatInstant(message.createdAt, message.timeZone)} and took the way every alert takes.`,
        ],
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

function alertsLetter(message: AlertsMessage): Omit<Letter, 'footer'> {
  const subjects = subjectsOf(message.items);
  const tones = subjects.map(toneOf);
  const tone = tones.find((one) => one === 'critical') ?? tones[0] ?? 'info';
  return {
    ...headed(tone, tone, headlineOf(subjects, message)),
    paragraphs: message.firstStart ? [FIRST_START] : [],
    cards: subjects.map((subject) => cardOf(subject, message)),
  };
}

function headed(tag: string, tone: Tone, headline: string): Omit<Letter, 'footer'> {
  const subject = shorten(`[${tag}] ${headline}`, LONGEST_SUBJECT);
  return { tone, subject, headline, paragraphs: [], cards: [], files: [] };
}
