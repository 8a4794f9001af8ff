import type { AlertItem, Subject } from '../message.js';
import type { Tone } from './letter.js';

/** True unless the item only reports that an alert resolved. */
export function isLive(item: AlertItem): boolean {
  return item.change !== 'resolved';
}

export function toneOf([worst]: Subject): Tone {
  return isLive(worst) ? worst.severity : 'resolved';
}

/** True when nothing is in it but reminders, leaving aside what resolved. */
export function isReminder(subject: Subject): boolean {
  const live = subject.filter(isLive);
  return live.length > 0 && live.every(({ change }) => change === 'reminder');
}
