import { capitalised } from '@roamwatch/core';
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
  shownCards,
  type Tone,
} from '../wording/letter.js';
import { remainingBar } from '../wording/picture.js';
import { filesText, moreText } from '../wording/plain-text.js';
import { SYMBOL } from '../wording/symbol.js';
import type {
  AdaptiveCard,
  Column,
  ColumnSet,
  Container,
  Element,
  OpenUrl,
  RichTextBlock,
  TextRun,
} from './card.js';
import { fits } from './size.js';

/** eSIMs that a channel shows. */
const MOST_IN_TEAMS = 10;
const LONGEST_TEXT = 1_000;
const LONGEST_BUTTON = 75;
/** Teams shows six buttons of a card. */
const MOST_BUTTONS = 5;

/** A message as the trigger of a workflow takes it. */
export interface TeamsPayload {
  readonly type: 'message';
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive';
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
}

/**
 * A message as an Adaptive Card. It shows as many eSIMs as the limit of the size allows, and counts the others; texts
 * that are too long for it even then are cut.
 */
export function renderTeams(message: Message): TeamsPayload {
  const letter = composeLetter(message);
  for (let shown = Math.min(MOST_IN_TEAMS, letter.cards.length); shown > 0; shown -= 1) {
    const payload = payloadOf(letter, shown, LONGEST_TEXT);
    if (fits(payload)) return payload;
  }
  for (let longest = LONGEST_TEXT; ; longest = Math.floor(longest / 2)) {
    const payload = payloadOf(letter, 0, longest);
    if (fits(payload) || longest < 10) return payload;
  }
}

function payloadOf(letter: Letter, shown: number, longest: number): TeamsPayload {
  const content: AdaptiveCard = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    fallbackText: shorten(letter.headline, longest),
    body: bodyOf(letter, shown, longest),
    actions: buttonsOf(letter.links),
    msteams: { width: 'Full' },
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function bodyOf(letter: Letter, most: number, longest: number): readonly Element[] {
  const { shown } = shownCards(letter, most);
  const line = (text: string) => textBlock([run(text, longest)]);
  return [
    textBlock([
      { ...run(`${SYMBOL[letter.tone]} ${letter.headline}`, longest), size: 'Large', weight: 'Bolder' },
    ]),
    ...letter.paragraphs.filter((text) => text !== '').map(line),
    ...shown.map((card) => cardContainer(card, letter, longest)),
    ...[moreText(letter, most)].filter((text) => text !== '').map(line),
    ...letter.sections.map((section) => sectionContainer(section, longest)),
    ...[filesText(letter)].filter((text) => text !== '').map(line),
    smallBlock([letter.footer], longest),
  ].filter((element) => element !== null);
}

function cardContainer(card: Card, letter: Letter, longest: number): Container {
  const { labels } = letter.words;
  const isBrief = isList(letter);
  const figures = [card.remaining, card.expiry]
    .filter((part) => part !== null)
    .map(capitalised)
    .join(' · ');
  const next = isBrief ? null : card.next;
  const details = isBrief ? card.details.slice(0, 1) : card.details;
  return {
    type: 'Container',
    separator: true,
    spacing: 'Medium',
    items: [
      textBlock([
        { ...run(card.state, longest), weight: 'Bolder', color: COLOUR[card.tone] },
        { ...run(`  ${card.name}`, longest), weight: 'Bolder' },
      ]),
      figures === '' ? null : textBlock([run(`${barText(card)}${figures}`, longest)], 'Small'),
      ...card.alerts
        .filter(({ reason }) => reason !== '')
        .map(({ reason }) => textBlock([run(capitalised(reason), longest)], 'Small')),
      next === null
        ? null
        : textBlock([{ ...run(`${labels.next}: `, longest), weight: 'Bolder' }, run(next, longest)], 'Small'),
      ...card.alerts.map((alert) => alertBlock(alert, longest)),
      smallBlock([details.join(' · ')], longest),
      actionSet(isBrief ? card.links.slice(0, 1) : card.links),
    ].filter((element) => element !== null),
  };
}

/** Which alert it is, and the command to acknowledge it. */
function alertBlock({ about, command }: AlertLine, longest: number): RichTextBlock | null {
  if (about === '') return null;
  const code: readonly TextRun[] =
    command === null
      ? []
      : [{ ...run(` · ${command}`, longest), size: 'Small', isSubtle: true, fontType: 'Monospace' }];
  return textBlock([{ ...run(about, longest), size: 'Small', isSubtle: true }, ...code], 'None');
}

function sectionContainer({ title, rows }: Section, longest: number): Container {
  return {
    type: 'Container',
    separator: true,
    spacing: 'Medium',
    items: [
      textBlock([{ ...run(title, longest), weight: 'Bolder' }]),
      ...rows.map(({ label, value }) => rowColumns(label, value, longest)),
    ],
  };
}

function rowColumns(label: string, value: string, longest: number): ColumnSet {
  const columns: readonly Column[] = [
    { type: 'Column', width: 'stretch', items: [textBlock([{ ...run(label, longest), isSubtle: true }])] },
    { type: 'Column', width: 'stretch', items: [textBlock([run(value, longest)])] },
  ];
  return { type: 'ColumnSet', spacing: 'None', columns: value === '' ? columns.slice(0, 1) : columns };
}

const COLOUR: Readonly<Record<Tone, NonNullable<TextRun['color']>>> = {
  critical: 'Attention',
  warning: 'Warning',
  resolved: 'Good',
  info: 'Accent',
};

function barText({ remainingPercent }: Card): string {
  return remainingPercent === null ? '' : `${remainingBar(remainingPercent)} `;
}

function textBlock(inlines: readonly TextRun[], spacing?: RichTextBlock['spacing']): RichTextBlock {
  return { type: 'RichTextBlock', inlines, ...(spacing === undefined ? {} : { spacing }) };
}

function smallBlock(lines: readonly string[], longest: number): RichTextBlock | null {
  const text = lines.filter((line) => line !== '').join('\n');
  return text === '' ? null : textBlock([{ ...run(text, longest), size: 'Small', isSubtle: true }], 'Small');
}

function run(text: string, longest: number): TextRun {
  return { type: 'TextRun', text: shorten(inert(text), longest) };
}

/** Keeps "{{DATE(…)}}" readable while no client takes it for a macro. */
function inert(text: string): string {
  return text.replaceAll('{{', '{\u2060{');
}

function actionSet(links: readonly Link[]): Element | null {
  const actions = buttonsOf(links);
  return actions.length === 0 ? null : { type: 'ActionSet', actions };
}

function buttonsOf(links: readonly Link[]): readonly OpenUrl[] {
  return links
    .slice(0, MOST_BUTTONS)
    .map(({ label, url }) => ({ type: 'Action.OpenUrl', title: shorten(label, LONGEST_BUTTON), url }));
}
