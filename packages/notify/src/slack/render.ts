import type { ContextBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Message } from '../message.js';
import { shorten } from '../wording/clean.js';
import { composeLetter } from '../wording/compose-letter.js';
import { type Card, type Letter, shownCards, type Tone } from '../wording/letter.js';
import { figuresText, filesText, moreText, pictureText, plainText } from '../wording/plain-text.js';
import { bold, escapeSlack } from './escape.js';

/** Slack refuses a whole message for one section over 3,000 characters, or over 50 blocks. */
const LONGEST_SECTION = 2_900;
const MOST_BLOCKS = 45;
const LONGEST_FALLBACK = 12_000;

export interface SlackPayload {
  /** What notifications and old clients show: the whole message. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

export function renderSlack(message: Message): SlackPayload {
  const letter = composeLetter(message);
  return {
    text: shorten(escapeSlack(plainText(letter)), LONGEST_FALLBACK),
    blocks: blocksOf(letter).slice(0, MOST_BLOCKS),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function blocksOf(letter: Letter): readonly KnownBlock[] {
  const { shown } = shownCards(letter);
  const paragraphs = letter.paragraphs.filter((line) => line !== '').map(escapeSlack);
  return [
    section(`${SYMBOL[letter.tone]} ${bold(letter.subject)}`),
    ...(paragraphs.length === 0 ? [] : [section(paragraphs.join('\n'))]),
    ...shown.flatMap((card) => [section(cardText(card)), context(card.details.join(' · '))]),
    context(moreText(letter)),
    ...[filesText(letter)].filter((text) => text !== '').map((text) => section(escapeSlack(text))),
    context(letter.footer),
  ].filter((block) => block !== null);
}

const SYMBOL: Readonly<Record<Tone, string>> = { critical: '🔴', warning: '🟠', resolved: '🟢', info: '🔵' };

function cardText(card: Card): string {
  return [
    `${SYMBOL[card.tone]} ${bold(card.name)} – ${escapeSlack(card.state)}`,
    escapeSlack(figuresText(card)),
    pictureText(card),
    ...card.reasons.map((reason) => `*Why:* ${escapeSlack(reason)}`),
    card.next === null ? '' : `*Next:* ${escapeSlack(card.next)}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function section(markdown: string): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: shorten(markdown, LONGEST_SECTION), verbatim: true },
  };
}

/** Small print; none for no text, which Slack would refuse. */
function context(text: string): ContextBlock | null {
  if (text === '') return null;
  const element = {
    type: 'mrkdwn',
    text: shorten(escapeSlack(text), LONGEST_SECTION),
    verbatim: true,
  } as const;
  return { type: 'context', elements: [element] };
}
