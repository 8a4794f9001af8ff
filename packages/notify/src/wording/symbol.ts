import type { Tone } from './letter.js';

/** For channels that show no colours of our own. */
export const SYMBOL: Readonly<Record<Tone, string>> = {
  critical: '🔴',
  warning: '🟠',
  resolved: '🟢',
  info: '🔵',
};
