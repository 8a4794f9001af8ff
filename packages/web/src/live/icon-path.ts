import type { LiveState } from '../ports/changes.js';

/** The icon of a page's tab. Green alone where all is known to be well. */
export function iconPath({ worst, isTrusted }: Pick<LiveState, 'worst' | 'isTrusted'>): string {
  return `/assets/favicon-${worst ?? (isTrusted ? 'ok' : 'unknown')}.svg`;
}
