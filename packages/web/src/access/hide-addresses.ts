import { mayAct, type Person } from './role.js';

/** Also one that no mail server would take: better to hide a word too many than to show an address. */
const ADDRESS = /[^\s<>"'(),;:&=]+@[^\s<>"'(),;:&=]+/g;

/**
 * A text as this person may see it: viewers see that there is an address, not which, wherever it comes from. An address can be
 * a label, the name of an operator, a comment, or what a mail server answered. Their own name stays.
 */
export function hideAddresses(text: string, person: Person | null, instead: string): string {
  if (person === null || mayAct(person)) return text;
  return text.replace(ADDRESS, (address) => (address === person.name ? address : instead));
}

/** The same of a file of lines as it comes, such as a report, which has labels in it. */
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
