/**
 * Characters that would move the cursor, colour the screen or turn the direction of text, or that are none: control
 * characters (C0, DEL, C1), line and paragraph separators, marks of direction, invisible joiners, tags, halves of
 * surrogate pairs and code points that are no characters.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Text from outside, made safe to print within a line: line breaks and tabs become spaces, the rest `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ').replace(UNPRINTABLE, escaped);
}

/** Colours and weights, which we alone write. Nothing else that starts with ESC is let through. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const OURS = /(\u001b\[\d{1,2}m|\n)/;

/** A whole output: its lines and colours stay, and nothing else passes that a cell has not escaped already. */
export function printableOutput(text: string): string {
  return text
    .split(OURS)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(UNPRINTABLE, escaped)))
    .join('');
}

/** A text file: its line ends and tabs stay. */
export function printableFile(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    /[\r\n\t]/.test(character) ? character : escaped(character),
  );
}

/** The same JSON value, in ASCII wherever a terminal could take a character for a command. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) => (character === '\n' ? character : inUnits(character)));
}

/** As JSON writes it: a pair of surrogates for what is beyond the basic plane. */
function inUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
