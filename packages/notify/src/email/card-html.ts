import { capitalised, type LetterWords } from '@roamwatch/core';
import type { Card, Tone } from '../wording/letter.js';
import { alertHtml, labelledHtml, lineHtml } from './line-html.js';
import { buttonsHtml } from './link-html.js';
import { dayBarsHtml, remainingBarHtml } from './picture-html.js';
import { COLOUR, escapeHtml, FONT, MUTED } from './style.js';

/** One eSIM in full detail. */
export function cardRow(card: Card, words: LetterWords): string {
  const lines = [
    badgeHtml(card.state, card.tone),
    lineHtml(card.name, 'font-size:17px;line-height:24px;font-weight:600;'),
    lineHtml(card.remaining ?? '', 'margin:0;font-size:15px;line-height:22px;'),
    card.remainingPercent === null ? '' : remainingBarHtml(card.remainingPercent),
    lineHtml(capitalised(card.expiry ?? ''), 'font-size:15px;line-height:22px;'),
    ...card.alerts.flatMap((alert) => [labelledHtml(words.labels.why, alert.reason), alertHtml(alert)]),
    card.next === null ? '' : labelledHtml(words.labels.next, card.next),
    dayBarsHtml(card.days, words),
    lineHtml(
      card.details.join(' · '),
      `${MUTED}margin:8px 0 0 0;font-size:12px;line-height:18px;`,
      'rw-muted',
    ),
    buttonsHtml(card.links),
  ];
  return `<tr><td style="padding:0 0 12px 0;">
<table role="presentation" class="rw-card" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="background-color:#ffffff;border:1px solid #e3e6ea;border-left:4px solid ${COLOUR[card.tone]};border-radius:4px;">
<tr><td style="padding:14px 18px 14px 18px;${FONT}">
${lines.filter((one) => one !== '').join('\n')}
</td></tr>
</table>
</td></tr>`;
}

function badgeHtml(state: string, tone: Tone): string {
  return `<p style="margin:0 0 2px 0;font-size:11px;line-height:16px;font-weight:700;letter-spacing:0.6px;text-transform:uppercase;color:${COLOUR[tone]};" class="rw-${tone}">${escapeHtml(state)}</p>`;
}
