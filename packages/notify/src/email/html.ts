import { type Card, type Letter, shownCards, type Tone } from '../wording/letter.js';
import { figuresText, filesText, moreText } from '../wording/plain-text.js';
import { dayBarsHtml, remainingBarHtml } from './picture-html.js';
import { COLOUR, escapeHtml, FONT, MUTED, PAGE, STYLE_SHEET, TEXT } from './style.js';

/**
 * The letter as HTML that old and new mail programs show alike: tables, inline styles, no image, script, or other
 * content from outside. The style sheet only adds the dark colours; without it everything stays readable.
 */
export function htmlLetter(letter: Letter, whereMore: string): string {
  const { shown } = shownCards(letter);
  const body = [
    headlineRow(letter),
    ...letter.paragraphs.filter((line) => line !== '').map((line) => textRow(line)),
    ...shown.map(cardRow),
    ...[moreText(letter, whereMore), filesText(letter)]
      .filter((line) => line !== '')
      .map((line) => textRow(line)),
    textRow(letter.footer, `${MUTED}font-size:12px;line-height:18px;`, 'rw-muted'),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escapeHtml(letter.headline)}</title>
<style>${STYLE_SHEET}</style>
</head>
<body class="rw-page" style="margin:0;padding:0;${PAGE}">
<table role="presentation" class="rw-page" width="100%" cellpadding="0" cellspacing="0" border="0" style="${PAGE}">
<tr><td align="center" style="padding:24px 12px;">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;${FONT}${TEXT}">
${body.join('\n')}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;
}

function headlineRow({ tone, headline }: Letter): string {
  return `<tr><td style="padding:0 0 16px 0;border-top:4px solid ${COLOUR[tone]};">
<h1 class="rw-text" style="margin:16px 0 0 0;font-size:20px;line-height:28px;font-weight:600;${FONT}${TEXT}">${escapeHtml(headline)}</h1>
</td></tr>`;
}

function textRow(
  text: string,
  style = `${TEXT}font-size:15px;line-height:22px;`,
  className = 'rw-text',
): string {
  return `<tr><td class="${className}" style="padding:0 0 12px 0;${FONT}${style}">${escapeHtml(text)}</td></tr>`;
}

function cardRow(card: Card): string {
  const lines = [
    badge(card.state, card.tone),
    line(card.name, 'font-size:17px;line-height:24px;font-weight:600;'),
    line(figuresText(card), 'font-size:15px;line-height:22px;'),
    card.remainingPercent === null ? '' : remainingBarHtml(card.remainingPercent, COLOUR[card.tone]),
    ...card.reasons.map((reason) => labelledLine('Why', reason)),
    card.next === null ? '' : labelledLine('Next', card.next),
    dayBarsHtml(card.days),
    line(card.details.join(' · '), `${MUTED}margin:6px 0 0 0;font-size:12px;line-height:18px;`, 'rw-muted'),
  ];
  return `<tr><td style="padding:0 0 12px 0;">
<table role="presentation" class="rw-card" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="background-color:#ffffff;border:1px solid #e3e6ea;border-left:4px solid ${COLOUR[card.tone]};border-radius:4px;">
<tr><td style="padding:14px 18px 12px 18px;${FONT}">
${lines.filter((one) => one !== '').join('\n')}
</td></tr>
</table>
</td></tr>`;
}

function badge(state: string, tone: Tone): string {
  return `<p style="margin:0 0 2px 0;font-size:11px;line-height:16px;font-weight:700;letter-spacing:0.6px;text-transform:uppercase;color:${COLOUR[tone]};" class="rw-${tone}">${escapeHtml(state)}</p>`;
}

function labelledLine(label: string, text: string): string {
  return `<p class="rw-text" dir="auto" style="margin:4px 0 0 0;text-align:left;font-size:14px;line-height:20px;word-break:break-word;${TEXT}"><strong>${label}:</strong> ${escapeHtml(text)}</p>`;
}

function line(text: string, style: string, className = 'rw-text'): string {
  if (text === '') return '';
  return `<p class="${className}" dir="auto" style="margin:0 0 4px 0;font-size:14px;line-height:20px;text-align:left;word-break:break-word;${TEXT}${style}">${escapeHtml(text)}</p>`;
}
