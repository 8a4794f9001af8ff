/** The configured access rights. Secrets are revealed by the caller. */
export interface AccessSettings {
  /** Null: none is configured, and every client of the loopback address is an operator. */
  readonly operatorToken: string | null;
  readonly viewerToken: string | null;
  /** Where people reach the page, such as `https://roamwatch.example.com`. */
  readonly publicUrl: string | null;
  /** The header in which a trusted proxy names the user; null: none does. */
  readonly userHeader: string | null;
  /** Addresses or subnets (`10.0.0.0/8`) whose `userHeader` and `X-Forwarded-For` are believed. */
  readonly trustedProxies: readonly string[];
  /** Users named by the proxy who may act. The others only read. */
  readonly operators: readonly string[];
}
