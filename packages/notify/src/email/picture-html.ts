import type { DayTotal, LetterWords } from '@roamwatch/core';
import { heights, PICTURED_DAYS } from '../wording/picture.js';
import { escapeHtml, FONT, MUTED } from './style.js';

const CHART_HEIGHT = 36;
const TRACK = '#dfe3e8';
const DAY_BAR = '#6b87ab';
/** Of what is left: no alert has this colour, because how much it is and how urgent that is are two things. */
const LEFT_BAR = '#12818f';

/** Remaining data as a bar of two table cells: Outlook draws table cells, but neither SVG nor CSS shapes. */
export function remainingBarHtml(percent: number): string {
  // A cell of no width is drawn with some all the same, so it is left out.
  const left = percent <= 0 ? 0 : Math.max(1, Math.round(percent));
  const cells = [barCell(left, LEFT_BAR, 'rw-left'), barCell(100 - left, TRACK, 'rw-track')];
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:6px 0 8px 0;"><tr>${cells.join('')}</tr></table>`;
}

function barCell(share: number, colour: string, className: string): string {
  if (share === 0) return '';
  return `<td class="${className}" width="${share}%" height="8" bgcolor="${colour}" style="width:${share}%;height:8px;line-height:8px;font-size:1px;background-color:${colour};">&nbsp;</td>`;
}

/** The last days as bars, one table cell each, with the busiest and the last one in words. */
export function dayBarsHtml(days: readonly DayTotal[], words: LetterWords): string {
  const bars = heights(days);
  const shown = days.slice(-PICTURED_DAYS);
  const first = shown[0];
  const last = shown.at(-1);
  if (bars.length === 0 || !first || !last) return '';
  const most = Math.max(...shown.map((day) => day.usedBytes));
  const caption = words.usageDays(first.date, last.date, most);
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:10px 0 2px 0;"><tr>${bars.map(dayCell).join('')}</tr></table>
<p class="rw-muted" style="margin:0 0 8px 0;font-size:12px;line-height:18px;${FONT}${MUTED}">${escapeHtml(caption)}</p>`;
}

function dayCell(share: number): string {
  const height = Math.max(1, Math.round(share * CHART_HEIGHT));
  return `<td valign="bottom" height="${CHART_HEIGHT}" style="height:${CHART_HEIGHT}px;padding:0 3px 0 0;vertical-align:bottom;"><table role="presentation" width="14" cellpadding="0" cellspacing="0" border="0"><tr><td class="rw-day" height="${height}" bgcolor="${DAY_BAR}" style="height:${height}px;line-height:${height}px;font-size:1px;background-color:${DAY_BAR};">&nbsp;</td></tr></table></td>`;
}
