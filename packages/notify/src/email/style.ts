import type { Tone } from '../wording/letter.js';

export const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
export const TEXT = 'color:#1f2933;';
export const MUTED = 'color:#5f6b7a;';
export const COMMAND = "font-family:Menlo,Consolas,'Liberation Mono',monospace;font-size:12px;color:#3d4753;";
export const PAGE = 'background-color:#f4f5f7;';

/** Each has at least 4.5 : 1 against white; the style sheet lightens them on dark. */
export const COLOUR: Readonly<Record<Tone, string>> = {
  critical: '#b42318',
  warning: '#a15c00',
  resolved: '#1f7a3f',
  info: '#2f5fa8',
};

/** Dark colours for programs that read a style sheet; the others keep the light ones or invert them themselves. */
export const STYLE_SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .rw-page { background-color: #15181c !important; }
  .rw-card { background-color: #1f2429 !important; border-top-color: #333a42 !important; border-right-color: #333a42 !important; border-bottom-color: #333a42 !important; }
  .rw-list { border-left-color: #333a42 !important; }
  .rw-text { color: #e8eaed !important; }
  .rw-muted { color: #a3adb8 !important; }
  .rw-line { border-bottom-color: #333a42 !important; }
  .rw-code { color: #c3cbd4 !important; }
  .rw-button { color: #8ab4f8 !important; border-color: #8ab4f8 !important; }
  .rw-left { background-color: #4fb6c4 !important; }
  .rw-track { background-color: #3a424b !important; }
  .rw-day { background-color: #7d97b8 !important; }
  .rw-critical { color: #ff8a80 !important; }
  .rw-warning { color: #ffb74d !important; }
  .rw-resolved { color: #81c995 !important; }
  .rw-info { color: #8ab4f8 !important; }
}
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
