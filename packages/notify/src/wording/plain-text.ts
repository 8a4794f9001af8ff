import { type Card, type Letter, shownCards } from './letter.js';
import { dayBars, remainingBar } from './picture.js';

/**
 * The whole letter as plain text, complete on its own: the text part of an email, the fallback in Slack, the body
 * of a webhook. `whereMore` says where the eSIMs beyond the tenth are.
 */
export function plainText(letter: Letter, whereMore = ''): string {
  const { shown } = shownCards(letter);
  const sections = [
    letter.headline,
    letter.paragraphs.join('\n'),
    ...shown.map(cardText),
    moreText(letter, whereMore),
    filesText(letter),
    letter.footer,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** "and 7 more, all in the attached file"; empty when all are shown. */
export function moreText(letter: Letter, whereMore = ''): string {
  const { more } = shownCards(letter);
  return more === 0 ? '' : `and ${more} more${whereMore}`;
}

/** "Files: a.csv, b.csv"; empty when there are none. */
export function filesText({ files }: Letter): string {
  return files.length === 0 ? '' : `Files: ${files.join(', ')}`;
}

/** "42 MB of 1 GB left (4.1 %), expires …"; empty for the provider. */
export function figuresText({ remaining, expiry }: Card): string {
  return [remaining, expiry].filter((part) => part !== null).join(', ');
}

function cardText(card: Card): string {
  const lines = [
    figuresText(card),
    pictureText(card),
    ...card.reasons.map((reason) => `Why: ${reason}`),
    card.next === null ? '' : `Next: ${card.next}`,
    card.details.join(', '),
  ];
  const indented = lines.filter((line) => line !== '').map((line) => `  ${line}`);
  return [`${card.state.toUpperCase()}: ${card.name}`, ...indented].join('\n');
}

/** "Left ███░░░░░░░  last days ▂▃▅█"; only what is known. */
export function pictureText({ remainingPercent, days }: Card): string {
  const bars = dayBars(days);
  return [
    remainingPercent === null ? '' : `Left ${remainingBar(remainingPercent)}`,
    bars === '' ? '' : `Last ${bars.length} days ${bars}`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}
