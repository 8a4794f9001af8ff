import { type DeliveryFault, deliveryFaultInWords, type FaultText } from '@roamwatch/core';
import type { Delivery } from '../src/index.js';

/** What went wrong, in English; null: nothing did. */
export function inWords(failed: Delivery | DeliveryFault | null): FaultText | null {
  if (failed === null) return null;
  if ('kind' in failed) return deliveryFaultInWords(failed);
  return failed.outcome === 'sent' ? null : deliveryFaultInWords(failed.fault);
}
