import { capitalised } from '@roamwatch/core';
import { type Card, isDigest, isList, type Letter, MOST_SHOWN, type Section, shownCards } from './letter.js';
import { dayBars, remainingBar } from './picture.js';

/**
 * The whole letter as plain text, complete on its own: the text part of an email, the body of a webhook. `attached`
 * names the file that has all eSIMs of a digest.
 */
export function plainText(letter: Letter, attached: string | null = null): string {
  const { shown } = shownCards(letter, MOST_SHOWN);
  const cards = isList(letter)
    ? [shown.map(entryText).join('\n\n')]
    : shown.map((card) => cardText(card, letter));
  const sections = [
    letter.headline,
    letter.paragraphs.join('\n'),
    ...cards,
    moreText(letter, MOST_SHOWN, attached),
    ...letter.sections.map(sectionText),
    letter.links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
    filesText(letter),
    letter.footer,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** "and 7 more. All 32 eSIMs are in the attached file."; empty when there is nothing to add. */
export function moreText(letter: Letter, most: number, attached: string | null = null): string {
  const { words, cardsInAll } = letter;
  const { more } = shownCards(letter, most);
  return [
    more === 0 ? '' : words.more(more),
    attached === null || !isDigest(letter) ? '' : words.allAttached(cardsInAll, attached),
  ]
    .filter((part) => part !== '')
    .join('. ');
}

/** "Files: a.csv, b.csv"; empty when there are none. */
export function filesText({ files, words }: Letter): string {
  return files.length === 0 ? '' : words.files(files);
}

/** "42 MB of 1 GB left (4.1 %), package expires …"; empty for the provider. */
export function figuresText({ remaining, expiry }: Card): string {
  return [remaining, expiry].filter((part) => part !== null).join(', ');
}

function cardText(card: Card, letter: Letter): string {
  const { labels } = letter.words;
  const lines = [
    figuresText(card),
    pictureText(card, letter),
    ...card.alerts.flatMap(({ reason, about, command }) => [
      `${labels.why}: ${reason}`,
      ...[about, command === null ? '' : `${labels.acknowledge}: ${command}`],
    ]),
    card.next === null ? '' : `${labels.next}: ${card.next}`,
    card.details.join(', '),
    ...card.links.map(({ label, url }) => `${label}: ${url}`),
  ];
  return withIndent(`${card.state.toUpperCase()}: ${card.name}`, lines);
}

/** The same in as few lines as can be. */
function entryText(card: Card): string {
  const lines = [
    figuresText(card),
    ...card.alerts.map(({ reason }) => capitalised(reason)),
    card.details.join(', '),
    ...card.alerts.map(({ about, command }) => [about, command].filter((part) => part).join(': ')),
  ];
  return withIndent(`${card.state.toUpperCase()}: ${card.name}`, lines);
}

function withIndent(first: string, lines: readonly string[]): string {
  return [first, ...lines.filter((line) => line !== '').map((line) => `  ${line}`)].join('\n');
}

function sectionText({ title, rows }: Section): string {
  return [title, ...rows.map(({ label, value }) => `  ${label}: ${value}`)].join('\n');
}

/** "Left ███░░░░░░░  last days ▂▃▅█"; only what is known. */
export function pictureText({ remainingPercent, days }: Card, { words }: Letter): string {
  const bars = dayBars(days);
  return [
    remainingPercent === null ? '' : `${words.labels.left} ${remainingBar(remainingPercent)}`,
    bars === '' ? '' : `${words.lastDays(bars.length)} ${bars}`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}
