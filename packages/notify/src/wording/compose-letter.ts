import { capitalised, type LetterTag } from '@roamwatch/core';
import type { Message, NoticeMessage, ReportMessage } from '../message.js';
import { alertsLetter } from './alerts-letter.js';
import { clean, cleanLines, shorten } from './clean.js';
import { DEFAULT_LANGUAGE, languageOf } from './language-of.js';
import type { Letter, LetterBody, Link, Tone } from './letter.js';
import { summaryLetter } from './summary-letter.js';
import { travellerLetter } from './traveller-letter.js';

const LONGEST_SUBJECT = 160;

/** Puts a message of any kind into the words that all channels share. */
export function composeLetter(message: Message): Letter {
  const { tag, ...body } = bodyOf(message);
  const { letter: words } = languageOf(message);
  const marked = tag === null ? capitalised(body.headline) : `[${words.tags[tag]}] ${body.headline}`;
  return {
    language: message.language ?? DEFAULT_LANGUAGE,
    words,
    subject: shorten(marked, LONGEST_SUBJECT),
    preheader: '',
    paragraphs: [],
    cards: [],
    cardsInAll: 0,
    sections: [],
    links: [],
    files: [],
    footer: words.footer(clean(message.receiver), clean(message.timeZone)),
    ...body,
  };
}

function bodyOf(message: Message): LetterBody {
  switch (message.kind) {
    case 'alerts':
      return message.audience === 'traveller' ? travellerLetter(message) : alertsLetter(message);
    case 'test':
      return testLetter(message);
    case 'notice':
      return { ...plainLetter(message, 'notice', 'warning'), links: pageLinks(message) };
    case 'summary':
      return summaryLetter(message);
    case 'report':
      return {
        ...plainLetter(message, 'report', 'info'),
        files: message.attachments.map(({ fileName }) => clean(fileName, 120)),
      };
  }
}

function testLetter(message: Message): LetterBody {
  const { title, text } = languageOf(message).letter.test;
  const { createdAt, timeZone } = message;
  return {
    tag: 'test',
    tone: 'info',
    headline: title,
    paragraphs: text(createdAt, { now: createdAt, zone: timeZone }),
    links: pageLinks(message),
  };
}

function plainLetter(message: NoticeMessage | ReportMessage, tag: LetterTag, tone: Tone): LetterBody {
  const headline = clean(message.title, 120) || languageOf(message).letter.tags[tag];
  return { tag, tone, headline, paragraphs: cleanLines(message.text) };
}

function pageLinks(message: Message): readonly Link[] {
  const { buttons } = languageOf(message).letter;
  return message.pageUrl === undefined ? [] : [{ label: buttons.openPage, url: message.pageUrl }];
}
