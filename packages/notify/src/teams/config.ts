import type { HookDescription } from '../hook.js';
import type { Connect } from '../http/connect.js';

export const teams = {
  title: 'Teams',
  about: 'By a Microsoft Teams workflow that posts what it receives by webhook.',
  secrets: {
    webhookUrl: {
      title: 'hook',
      required: 'has no hook: give webhookUrlFile or webhookUrl',
      isUrl: true,
    },
  },
  sharedBy: 'webhookUrl',
} as const satisfies HookDescription;

/** A Teams receiver. */
export interface TeamsConfig {
  /** The address of the workflow. A secret: its signature is in the query. It appears in no text this package makes. */
  readonly webhookUrl: string;
  /** Least time between two messages, in milliseconds of real time. Default: 1,000; Teams allows four a second. */
  readonly minIntervalMs?: number;
  /** Longest wait for an answer, in milliseconds. Default: 15,000. */
  readonly timeoutMs?: number;
  /** Left out: straight to it. */
  readonly connect?: Connect;
}
