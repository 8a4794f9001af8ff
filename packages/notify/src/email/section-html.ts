import type { Section, SectionRow } from '../wording/letter.js';
import { escapeHtml, FONT, MUTED, TEXT } from './style.js';

/** A part of a summary: a title, and under it what and how much. */
export function sectionRow({ title, rows }: Section): string {
  return `<tr><td style="padding:0 0 12px 0;">
<table role="presentation" class="rw-card rw-list" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="background-color:#ffffff;border:1px solid #e3e6ea;border-radius:4px;">
<tr><td colspan="2" style="padding:12px 18px 4px 18px;${FONT}"><h2 class="rw-text" style="margin:0;font-size:15px;line-height:22px;font-weight:600;${TEXT}">${escapeHtml(title)}</h2></td></tr>
${rows.map((row, index) => entryRow(row, index === rows.length - 1)).join('\n')}
</table>
</td></tr>`;
}

function entryRow({ label, value }: SectionRow, isLast: boolean): string {
  const bottom = isLast ? 12 : 3;
  const cell = `font-size:14px;line-height:20px;word-break:break-word;${FONT}`;
  return `<tr><td class="rw-muted" dir="auto" valign="top" style="padding:3px 8px ${bottom}px 18px;${cell}${MUTED}">${escapeHtml(label)}</td><td class="rw-text" dir="auto" valign="top" align="right" style="padding:3px 18px ${bottom}px 8px;text-align:right;${cell}${TEXT}">${escapeHtml(value)}</td></tr>`;
}
