import { type Card, isList, type Letter, MOST_SHOWN, shownCards } from '../wording/letter.js';
import { filesText, moreText } from '../wording/plain-text.js';
import { cardRow } from './card-html.js';
import { buttonsHtml } from './link-html.js';
import { listRow } from './list-html.js';
import { sectionRow } from './section-html.js';
import { COLOUR, escapeHtml, FONT, MUTED, PAGE, STYLE_SHEET, TEXT } from './style.js';

/**
 * The letter as HTML that old and new mail programs show alike: tables, inline styles, no image, script, or other
 * content from outside. The style sheet only adds the dark colours; without it everything stays readable.
 */
export function htmlLetter(letter: Letter, attached: string | null): string {
  const body = [
    headlineRow(letter),
    ...letter.paragraphs.filter((line) => line !== '').map((line) => textRow(line)),
    ...cardRows(letter),
    ...[moreText(letter, MOST_SHOWN, attached)].filter((line) => line !== '').map((line) => textRow(line)),
    ...letter.sections.map(sectionRow),
    ...(letter.links.length === 0
      ? []
      : [`<tr><td style="padding:0 0 16px 0;">${buttonsHtml(letter.links)}</td></tr>`]),
    ...[filesText(letter)].filter((line) => line !== '').map((line) => textRow(line)),
    textRow(letter.footer, `${MUTED}font-size:12px;line-height:18px;`, 'rw-muted'),
  ];
  return `<!DOCTYPE html>
<html lang="${letter.language}">
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
${preheaderHtml(letter)}<div role="main">
<table role="presentation" class="rw-page" width="100%" cellpadding="0" cellspacing="0" border="0" style="${PAGE}">
<tr><td align="center" style="padding:24px 12px;">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;${FONT}${TEXT}">
${body.join('\n')}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</div>
</body>
</html>
`;
}

/** Behind it blank space, so that lists of mails do not continue with the text below. */
function preheaderHtml({ preheader }: Letter): string {
  if (preheader === '') return '';
  const blank = '&#847;&zwnj;&nbsp;'.repeat(60);
  return `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;">${escapeHtml(preheader)}${blank}</div>\n`;
}

function headlineRow({ tone, headline }: Letter): string {
  return `<tr><td style="padding:0 0 16px 0;border-top:4px solid ${COLOUR[tone]};">
<h1 class="rw-text" dir="auto" style="margin:16px 0 0 0;font-size:20px;line-height:28px;font-weight:600;word-break:break-word;${FONT}${TEXT}">${escapeHtml(headline)}</h1>
</td></tr>`;
}

function cardRows(letter: Letter): readonly string[] {
  const shown: readonly Card[] = shownCards(letter, MOST_SHOWN).shown;
  if (shown.length === 0) return [];
  return isList(letter) ? [listRow(shown, letter.words)] : shown.map((card) => cardRow(card, letter.words));
}

function textRow(
  text: string,
  style = `${TEXT}font-size:15px;line-height:22px;`,
  className = 'rw-text',
): string {
  return `<tr><td class="${className}" dir="auto" style="padding:0 0 12px 0;word-break:break-word;${FONT}${style}">${escapeHtml(text)}</td></tr>`;
}
