/** What Slack and Teams make of a message, near enough to judge how it reads: neither lets anybody render it elsewhere. */

interface SlackBlock {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly fields?: readonly { readonly text: string }[];
  readonly elements?: readonly { readonly text?: string | { readonly text: string } }[];
  readonly accessory?: { readonly text: { readonly text: string } };
}

export function slackPreview({ blocks }: { readonly blocks: readonly SlackBlock[] }): string {
  return page('#fff', '#1d1c1d', '#1a1d21', '#d1d2d3', blocks.map(slackBlock).join('\n'));
}

function slackBlock({ type, text, fields = [], elements = [], accessory }: SlackBlock): string {
  switch (type) {
    case 'header':
      return `<h1 style="font-size:18px;margin:8px 0">${escaped(text?.text ?? '')}</h1>`;
    case 'divider':
      return '<hr>';
    case 'section': {
      const columns = fields
        .map((field) => `<div style="flex:1 1 45%">${markdown(field.text)}</div>`)
        .join('');
      const button = accessory === undefined ? '' : `<div>${slackButton(accessory.text.text)}</div>`;
      return `<div style="display:flex;gap:12px;margin:8px 0"><div style="flex:1">${markdown(text?.text ?? '')}<div style="display:flex;flex-wrap:wrap;gap:8px;margin-top:6px">${columns}</div></div>${button}</div>`;
    }
    case 'context':
      return `<div style="font-size:12px;opacity:.75;margin:4px 0">${elements.map((one) => markdown(String(one.text))).join(' ')}</div>`;
    case 'actions':
      return `<div style="margin:8px 0">${elements.map((one) => slackButton((one.text as { text: string }).text)).join(' ')}</div>`;
    default:
      throw new Error(`no preview of ${type}`);
  }
}

function slackButton(label: string): string {
  return `<span style="display:inline-block;border:1px solid #8888;border-radius:4px;padding:4px 10px;font-weight:700;font-size:13px">${escaped(label)}</span>`;
}

/** Slack's own escapes are those of HTML. */
function markdown(text: string): string {
  return text
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
    .replaceAll('\n', '<br>');
}

interface CardElement {
  readonly type: string;
  readonly items?: readonly CardElement[];
  readonly columns?: readonly { readonly width: string; readonly items: readonly CardElement[] }[];
  readonly actions?: readonly { readonly title: string }[];
  readonly inlines?: readonly CardText[];
  readonly separator?: boolean;
}

interface CardText {
  readonly text: string;
  readonly size?: string;
  readonly weight?: string;
  readonly color?: string;
  readonly isSubtle?: boolean;
  readonly fontType?: string;
}

export function teamsPreview(payload: {
  readonly attachments: readonly [
    {
      readonly content: {
        readonly body: readonly CardElement[];
        readonly actions: readonly { readonly title: string }[];
      };
    },
  ];
}): string {
  const { body, actions } = payload.attachments[0].content;
  const card = [...body, { type: 'ActionSet', actions }].map(cardElement).join('\n');
  return page(
    '#f5f5f5',
    '#242424',
    '#1f1f1f',
    '#ffffff',
    `<div style="border:1px solid #8884;border-radius:6px;padding:14px;background:light-dark(#fff,#292929)">${card}</div>`,
  );
}

const SIZE: Readonly<Record<string, string>> = { Small: '12px', Large: '18px' };
const COLOUR: Readonly<Record<string, string>> = {
  Attention: '#c4314b',
  Warning: '#c87600',
  Good: '#439d41',
  Accent: '#6264a7',
};

function cardElement(element: CardElement): string {
  switch (element.type) {
    case 'RichTextBlock':
      return `<div style="margin:4px 0">${(element.inlines ?? []).map(cardText).join('')}</div>`;
    case 'Container':
      return `<div style="${element.separator ? 'border-top:1px solid #8884;' : ''}padding:8px 0">${(element.items ?? []).map(cardElement).join('')}</div>`;
    case 'ColumnSet':
      return `<div style="display:flex;gap:8px">${(element.columns ?? []).map(({ width, items }) => `<div style="${width === 'stretch' ? 'flex:1' : ''}">${items.map(cardElement).join('')}</div>`).join('')}</div>`;
    case 'ActionSet':
      return `<div style="margin:6px 0">${(element.actions ?? []).map(({ title }) => slackButton(title)).join(' ')}</div>`;
    default:
      throw new Error(`no preview of ${element.type}`);
  }
}

function cardText({ text, size, weight, color, isSubtle, fontType }: CardText): string {
  const style = [
    `font-size:${SIZE[size ?? ''] ?? '14px'}`,
    weight === undefined ? '' : 'font-weight:600',
    color === undefined ? '' : `color:${COLOUR[color]}`,
    isSubtle ? 'opacity:.7' : '',
    fontType === undefined ? '' : 'font-family:monospace',
    'white-space:pre-wrap',
  ];
  return `<span style="${style.filter((one) => one !== '').join(';')}">${escaped(text)}</span>`;
}

function page(light: string, onLight: string, dark: string, onDark: string, body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Preview</title><style>:root{color-scheme:light dark}body{margin:0;padding:14px;background:light-dark(${light},${dark});color:light-dark(${onLight},${onDark});font:14px/20px sans-serif;overflow-wrap:anywhere}code{background:#8883;padding:0 3px;border-radius:3px;font-size:12px}</style></head><body>${body}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
