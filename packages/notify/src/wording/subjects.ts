import type { AlertItem } from '../message.js';
import type { Tone } from './letter.js';

/** All the items about one eSIM, or one about the provider; never empty, the worst first. */
export type Subject = readonly [AlertItem, ...AlertItem[]];

/** Puts the items of each eSIM together. They are in order, so each eSIM is where its worst item was. */
export function subjectsOf(items: readonly AlertItem[]): readonly Subject[] {
  const subjects = new Map<string, [AlertItem, ...AlertItem[]]>();
  for (const item of items) {
    const key = item.esim ? `esim ${item.esim.esimId}` : `alert ${item.alertId}`;
    const known = subjects.get(key);
    if (known) known.push(item);
    else subjects.set(key, [item]);
  }
  return [...subjects.values()];
}

/** True unless the item only reports that an alert resolved. */
export function isLive(item: AlertItem): boolean {
  return item.change !== 'resolved';
}

export function toneOf([worst]: Subject): Tone {
  return isLive(worst) ? worst.severity : 'resolved';
}

/** The most urgent tone of all. */
export function worstTone(subjects: readonly Subject[]): Tone {
  const tones = subjects.map(toneOf);
  return tones.find((one) => one === 'critical') ?? tones[0] ?? 'info';
}

/** True when nothing is in it but reminders, leaving aside what resolved. */
export function isReminder(subject: readonly AlertItem[]): boolean {
  const live = subject.filter(isLive);
  return live.length > 0 && live.every(({ change }) => change === 'reminder');
}
