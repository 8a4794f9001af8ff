import type { Link } from '../wording/letter.js';
import { escapeHtml, FONT } from './style.js';

/** Links as buttons, side by side as far as there is room. */
export function buttonsHtml(links: readonly Link[]): string {
  return links.map(buttonHtml).join(' ');
}

function buttonHtml({ label, url }: Link): string {
  return `<a class="rw-button" href="${escapeHtml(url)}" style="display:inline-block;margin:8px 6px 0 0;padding:7px 14px;border:1px solid #2f5fa8;border-radius:4px;font-size:14px;line-height:20px;font-weight:600;color:#2f5fa8;text-decoration:none;${FONT}">${escapeHtml(label)}</a>`;
}
