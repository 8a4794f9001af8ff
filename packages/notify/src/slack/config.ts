export interface SlackConfig {
  /** The incoming webhook's address. A secret: it appears in no text this package makes. */
  readonly webhookUrl: string;
  /** Least time between two messages, in milliseconds of real time. Default: 1,000, which is Slack's limit. */
  readonly minIntervalMs?: number;
  /** Longest wait for an answer, in milliseconds. Default: 15,000. */
  readonly timeoutMs?: number;
}
