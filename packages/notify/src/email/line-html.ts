import type { AlertLine } from '../wording/letter.js';
import { COMMAND, escapeHtml, MUTED, TEXT } from './style.js';

/** A line of text on its own; nothing for no text. */
export function lineHtml(text: string, style: string, className = 'rw-text'): string {
  if (text === '') return '';
  return `<p class="${className}" dir="auto" style="margin:0 0 4px 0;font-size:14px;line-height:20px;text-align:left;word-break:break-word;${TEXT}${style}">${escapeHtml(text)}</p>`;
}

export function labelledHtml(label: string, text: string): string {
  return `<p class="rw-text" dir="auto" style="margin:4px 0 0 0;text-align:left;font-size:14px;line-height:20px;word-break:break-word;${TEXT}"><strong>${escapeHtml(label)}:</strong> ${escapeHtml(text)}</p>`;
}

/** Which alert it is, since when, and the command to acknowledge it; empty for readers who cannot. */
export function alertHtml({ about, command }: AlertLine): string {
  if (about === '') return '';
  const code =
    command === null ? '' : ` · <code class="rw-code" style="${COMMAND}">${escapeHtml(command)}</code>`;
  return `<p class="rw-muted" style="margin:2px 0 0 0;font-size:12px;line-height:18px;text-align:left;word-break:break-word;${MUTED}">${escapeHtml(about)}${code}</p>`;
}
