import type { CallOptions } from '../options.js';
import type { TopUpOrderRequest, WireBalance, WireEsimEvents, WireOrder } from './wire.js';

/**
 * Operations of later public pages of the vendor, which are not among the eight that this client is made for: see
 * `spec/roamify-later.openapi.yaml`. Answers come as they are, like those of `raw`; rates, retries, bounds and errors are the same.
 */
export interface LaterOperations {
  /**
   * Orders a top-up, and **spends money**. Sent once: when it ends undecided (a time-out, a lost connection), look it up by
   * its `referenceId` before ordering again.
   */
  orderTopUp(order: TopUpOrderRequest, options?: CallOptions): Promise<WireOrder>;
  /** One order, by its id or by the reference given with it. */
  order(
    query: { readonly orderId: string } | { readonly referenceId: string },
    options?: CallOptions,
  ): Promise<WireOrder>;
  /** What the account can still spend. */
  balance(options?: CallOptions): Promise<WireBalance>;
  /** What happened to an eSIM. `eid` is the number of a person's device. */
  events(iccid: string, options?: CallOptions): Promise<WireEsimEvents>;
}
