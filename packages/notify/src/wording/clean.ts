/** C0 and C1 controls, and the line and paragraph separators that some programs take as line breaks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what must go.
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Marks that reorder or hide the text around them: bidirectional controls, zero-width space, byte-order mark, tags, halves of a character. */
const INVISIBLE =
  /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\p{Cs}]|[\u{e0000}-\u{e007f}]/gu;

let graphemes: Intl.Segmenter | null = null;

/**
 * Text from outside as one harmless line: no control, line-break or direction characters, no runs of spaces, and
 * at most `limit` characters, cut between whole ones with "…". Letters of every script and emoji stay.
 */
export function clean(text: string, limit = 80): string {
  // A character is rarely more than a few code units; what is far beyond the limit need not be read.
  const near = text.slice(0, limit * 40);
  const line = near.replace(BREAKS, ' ').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  return shorten(line, limit);
}

/** At most `limit` code units, cut between whole characters, ending with "…" when cut. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  // Made when it is first needed: it takes a thirtieth of the program's start.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length >= limit) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** The same for text of several lines, such as a notice: line breaks stay. */
export function cleanLines(text: string, limit = 4_000): readonly string[] {
  const lines = text
    .slice(0, limit * 2)
    .split(/\r\n|\r|\n/)
    .map((line) => clean(line, limit));
  return shorten(lines.join('\n').trim(), limit).split('\n');
}
