import { sentenceOf } from '@roamwatch/core';
import type { AlertEventRow } from '@roamwatch/store';

/** Why something happened to an alert, as it was then. */
export function eventReason({ reason, at }: AlertEventRow, zone: string): string {
  return sentenceOf(reason, { now: at, zone });
}
