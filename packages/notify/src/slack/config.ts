import type { HookDescription } from '../hook.js';
import type { Connect } from '../http/connect.js';

export const slack = {
  title: 'Slack',
  about: 'By a Slack incoming webhook.',
  secrets: {
    webhookUrl: { title: 'hook', required: 'has no hook: give webhookUrlFile or webhookUrl', isUrl: true },
  },
  sharedBy: 'webhookUrl',
} as const satisfies HookDescription;

/** A Slack receiver. */
export interface SlackConfig {
  /** The incoming webhook's address. A secret: it appears in no text this package makes. */
  readonly webhookUrl: string;
  /** Least time between two messages, in milliseconds of real time. Default: 1,000, which is Slack's limit. */
  readonly minIntervalMs?: number;
  /** Longest wait for an answer, in milliseconds. Default: 15,000. */
  readonly timeoutMs?: number;
  /** Left out: straight to it. */
  readonly connect?: Connect;
}
