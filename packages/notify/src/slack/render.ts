import { capitalised } from '@roamwatch/core';
import type {
  ActionsBlock,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import type { Message } from '../message.js';
import { shorten } from '../wording/clean.js';
import { composeLetter } from '../wording/compose-letter.js';
import {
  type AlertLine,
  type Card,
  isList,
  type Letter,
  type Link,
  type Section,
  type SectionRow,
  shownCards,
} from '../wording/letter.js';
import { remainingBar } from '../wording/picture.js';
import { filesText, moreText } from '../wording/plain-text.js';
import { SYMBOL } from '../wording/symbol.js';
import { bold, escapeSlack } from './escape.js';

/** Slack refuses a whole message for one section over 3,000 characters, or over 50 blocks. */
const LONGEST_SECTION = 2_900;
const MOST_BLOCKS = 45;
/** A header may have 150 characters, a field 2,000, a button 75 and its address 3,000. */
const LONGEST_HEADER = 150;
const LONGEST_FIELD = 1_900;
const LONGEST_BUTTON = 75;
const LONGEST_URL = 3_000;
/** Slack takes 25 buttons in a row; more than a handful is no choice any more. */
const MOST_BUTTONS = 5;

/** eSIMs that a channel shows. */
const MOST_IN_SLACK = 10;

export interface SlackPayload {
  /** The text for notifications and old clients: the headline. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

export function renderSlack(message: Message): SlackPayload {
  const letter = composeLetter(message);
  return {
    text: escapeSlack(letter.headline),
    blocks: blocksOf(letter).slice(0, MOST_BLOCKS),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function blocksOf(letter: Letter): readonly KnownBlock[] {
  const { shown } = shownCards(letter, MOST_IN_SLACK);
  const paragraphs = letter.paragraphs.filter((line) => line !== '').map(escapeSlack);
  return [
    header(`${SYMBOL[letter.tone]} ${letter.headline}`),
    paragraphs.length === 0 ? null : section(paragraphs.join('\n')),
    ...shown.flatMap((card) => (isList(letter) ? entryBlocks(card) : cardBlocks(card, letter))),
    context([moreText(letter, MOST_IN_SLACK)].map(escapeSlack)),
    ...letter.sections.map(summarySection),
    ...[filesText(letter)].filter((text) => text !== '').map((text) => section(escapeSlack(text))),
    buttons(letter.links),
    context([escapeSlack(letter.footer)]),
  ].filter((block) => block !== null);
}

/** One eSIM in full detail. */
function cardBlocks(card: Card, { words }: Letter): readonly (KnownBlock | null)[] {
  const { labels } = words;
  const fields = [
    card.remaining === null
      ? ''
      : `*${labels.left}*\n${escapeSlack(card.remaining)}\n${barText(card)}`.trimEnd(),
    card.expiry === null ? '' : `*${labels.expires}*\n${escapeSlack(capitalised(card.expiry))}`,
  ].filter((field) => field !== '');
  const text = [
    titleText(card),
    ...card.alerts.map(({ reason }) => `*${labels.why}:* ${escapeSlack(reason)}`),
    card.next === null ? '' : `*${labels.next}:* ${escapeSlack(card.next)}`,
  ];
  return [
    DIVIDER,
    section(joined(text), fields),
    context([...card.alerts.map(alertText), escapeSlack(card.details.join(' · '))]),
    buttons(card.links),
  ];
}

/** One of many in as few lines as can be, with a button to the worst of its alerts. */
function entryBlocks(card: Card): readonly (KnownBlock | null)[] {
  const figures = [card.remaining, card.expiry]
    .filter((part) => part !== null)
    .map((part) => escapeSlack(capitalised(part)));
  const text = [
    titleText(card),
    figures.length === 0 ? '' : `${barText(card)}${figures.join(' · ')}`,
    ...card.alerts.map(({ reason }) => escapeSlack(capitalised(reason))),
  ];
  const [link] = usable(card.links);
  return [
    { ...section(joined(text)), ...(link === undefined ? {} : { accessory: button(link) }) },
    context([...card.alerts.map(alertText), escapeSlack(card.details[0] ?? '')]),
  ];
}

function titleText(card: Card): string {
  return `${SYMBOL[card.tone]} ${bold(card.name)} – ${escapeSlack(card.state)}`;
}

function barText({ remainingPercent }: Card): string {
  return remainingPercent === null ? '' : `${remainingBar(remainingPercent)} `;
}

function alertText({ about, command }: AlertLine): string {
  return [escapeSlack(about), command === null ? '' : `\`${escapeSlack(command)}\``]
    .filter((part) => part !== '')
    .join(' · ');
}

function summarySection({ title, rows }: Section): SectionBlock {
  return section(joined([bold(title), ...rows.map(rowText)]));
}

/** Some rows are a label alone, such as "and 9 more". */
function rowText({ label, value }: SectionRow): string {
  return value === '' ? escapeSlack(label) : `${escapeSlack(label)}: ${bold(value)}`;
}

const DIVIDER: DividerBlock = { type: 'divider' };

function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: shorten(text, LONGEST_HEADER), emoji: true } };
}

function section(markdown: string, fields: readonly string[] = []): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: shorten(markdown, LONGEST_SECTION), verbatim: true },
    ...(fields.length === 0
      ? {}
      : {
          fields: fields.map((field) => ({
            type: 'mrkdwn',
            text: shorten(field, LONGEST_FIELD),
            verbatim: true,
          })),
        }),
  };
}

/** Small print; none for no text, which Slack would refuse. */
function context(lines: readonly string[]): ContextBlock | null {
  const text = joined(lines);
  if (text === '') return null;
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: shorten(text, LONGEST_SECTION), verbatim: true }],
  };
}

/** None for no links: a row without buttons is refused. */
function buttons(links: readonly Link[]): ActionsBlock | null {
  const fitting = usable(links).slice(0, MOST_BUTTONS);
  return fitting.length === 0 ? null : { type: 'actions', elements: fitting.map(button) };
}

function usable(links: readonly Link[]): readonly Link[] {
  return links.filter(({ url }) => url.length <= LONGEST_URL);
}

function button({ label, url }: Link) {
  return {
    type: 'button',
    text: { type: 'plain_text', text: shorten(label, LONGEST_BUTTON) },
    url,
  } as const;
}

function joined(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}
