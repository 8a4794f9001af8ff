import { mayAct } from '../access/role.js';
import type { View } from '../view.js';

const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;

/** Whom a notification is for. Viewers see that there is an address, not which. */
export function recipientFor(view: View, recipient: string): string {
  return withoutAddresses(view, recipient);
}

/** A text that may name addresses, such as what a mail server answered. */
export function withoutAddresses(view: View, text: string): string {
  const isOperator = view.person !== null && mayAct(view.person);
  return isOperator ? text : text.replace(ADDRESS, `(${view.words.outbox.hidden})`);
}
