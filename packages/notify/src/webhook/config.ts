import type { HookDescription } from '../hook.js';
import type { Connect } from '../http/connect.js';

export const webhook = {
  title: 'webhook',
  about: 'As JSON, posted to an address.',
  secrets: {
    url: { title: 'address', required: 'has no address: give url or urlFile', isUrl: true },
    secret: {
      title: 'signing secret',
      required: null,
      isUrl: false,
      about: 'Signs the body with HMAC-SHA256.',
    },
  },
  sharedBy: null,
} as const satisfies HookDescription;

/** A webhook receiver. */
export interface WebhookConfig {
  /** A secret as far as texts go: many services put a token into the path. */
  readonly url: string;
  /** Key of the HMAC-SHA256 in `X-Roamwatch-Signature`; without one nothing is signed. */
  readonly secret?: string;
  /** Longest wait for an answer, in milliseconds. Default: 15,000. */
  readonly timeoutMs?: number;
  /** Left out: straight to it. */
  readonly connect?: Connect;
}
