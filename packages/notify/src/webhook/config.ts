export interface WebhookConfig {
  /** A secret as far as texts go: many services put a token into the path. */
  readonly url: string;
  /** Key of the HMAC-SHA256 in `X-Roamwatch-Signature`; without one nothing is signed. */
  readonly secret?: string;
  /** Longest wait for an answer, in milliseconds. Default: 15,000. */
  readonly timeoutMs?: number;
}
