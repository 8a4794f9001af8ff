import { capitalised, type LetterWords } from '@roamwatch/core';
import type { Card } from '../wording/letter.js';
import { alertHtml, lineHtml } from './line-html.js';
import { remainingBarHtml } from './picture-html.js';
import { COLOUR, escapeHtml, FONT, MUTED, TEXT } from './style.js';

const SMALL = 'margin:0;font-size:13px;line-height:18px;';
const HEAD = `padding:8px 14px;text-align:left;font-size:11px;line-height:16px;font-weight:600;border-bottom:1px solid #e3e6ea;${FONT}${MUTED}`;

/** Many eSIMs as one compact table: what is wrong on the left, what is left and until when on the right. */
export function listRow(cards: readonly Card[], { labels }: LetterWords): string {
  return `<tr><td style="padding:0 0 12px 0;">
<table class="rw-card rw-list" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="background-color:#ffffff;border:1px solid #e3e6ea;border-radius:4px;">
<tr><th class="rw-muted rw-line" scope="col" style="${HEAD}">${escapeHtml(labels.esim)}</th><th class="rw-muted rw-line" scope="col" width="34%" style="${HEAD}">${escapeHtml(`${labels.left} · ${labels.expires}`)}</th></tr>
${cards.map((card, index) => entryRow(card, index === cards.length - 1)).join('\n')}
</table>
</td></tr>`;
}

function entryRow(card: Card, isLast: boolean): string {
  const line = isLast ? '' : 'border-bottom:1px solid #e3e6ea;';
  const what = [
    titleHtml(card),
    ...card.alerts.flatMap((alert) => [lineHtml(capitalised(alert.reason), SMALL), alertHtml(alert)]),
    lineHtml(card.details[0] ?? '', `${MUTED}margin:0;font-size:12px;line-height:16px;`, 'rw-muted'),
  ];
  const figures = [
    lineHtml(card.remaining ?? '', SMALL),
    card.remainingPercent === null ? '' : remainingBarHtml(card.remainingPercent),
    lineHtml(capitalised(card.expiry ?? ''), `${SMALL}${MUTED}`, 'rw-muted'),
  ];
  return `<tr><td class="rw-line" valign="top" style="padding:8px 10px 8px 14px;border-left:4px solid ${COLOUR[card.tone]};${line}${FONT}${TEXT}">
${joined(what)}
</td><td class="rw-line" valign="top" width="34%" style="padding:8px 14px 8px 4px;${line}${FONT}${TEXT}">
${joined(figures)}
</td></tr>`;
}

/** The name, and behind it how bad it is, in one line where there is room. */
function titleHtml({ name, state, tone }: Card): string {
  const badge = `<span class="rw-${tone}" style="font-size:11px;font-weight:700;letter-spacing:0.6px;text-transform:uppercase;white-space:nowrap;color:${COLOUR[tone]};">${escapeHtml(state)}</span>`;
  return `<p class="rw-text" style="margin:0;font-size:15px;line-height:20px;font-weight:600;text-align:left;word-break:break-word;${TEXT}"><bdi>${escapeHtml(name)}</bdi> &nbsp;${badge}</p>`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
