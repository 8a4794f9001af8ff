import { type Person, seesAddresses } from './role.js';

/** Also one that no mail server would take: better to hide a word too many than to show an address. */
const ADDRESS = /[^\s<>"'(),;:&=]+(?:(?:'|&#39;)[^\s<>"'(),;:&=]+)*@[^\s<>"'(),;:&=]+/g;

/**
 * A text as this person may see it: viewers see that there is an address, not which, wherever it comes from. An address can be
 * a label, the name of an operator, a comment, or what a mail server answered. Their own name stays.
 */
export function hideAddresses(text: string, person: Person | null, instead: string): string {
  if (person === null || seesAddresses(person)) return text;
  return text.replace(ADDRESS, (address) => (address === person.name ? address : instead));
}

/** What somebody can choose from, without the texts that would tell them an address. */
export function withoutAddresses(texts: readonly string[], person: Person | null): readonly string[] {
  return texts.filter((text) => seesAddresses(person) || !text.includes('@'));
}

/** `hideAddresses` for a file of lines as it comes, such as a report, which has labels in it. */
export async function* hideAddressesOfLines(
  lines: ReadableStream<Uint8Array>,
  person: Person | null,
  instead: string,
): AsyncGenerator<string> {
  let begun = '';
  for await (const text of lines.pipeThrough(new TextDecoderStream('utf-8', { ignoreBOM: true }))) {
    const end = (begun + text).lastIndexOf('\n') + 1;
    yield hideAddresses((begun + text).slice(0, end), person, instead);
    begun = (begun + text).slice(end);
  }
  yield hideAddresses(begun, person, instead);
}

/**
 * `hideAddressesOfLines` for a file in the order of names: lines that lose an address come last, in the order of what is left
 * of them, because their former place says how the address begins.
 */
export async function* hideAddressesOfOrderedLines(
  lines: ReadableStream<Uint8Array>,
  person: Person | null,
  instead: string,
): AsyncGenerator<string> {
  const last: string[] = [];
  for await (const text of hideAddressesOfLines(lines, person, instead)) {
    const ended = text.split(/(?<=\n)/);
    last.push(...ended.filter((line) => line.includes(instead)));
    yield ended.filter((line) => !line.includes(instead)).join('');
  }
  yield last.sort().join('');
}
