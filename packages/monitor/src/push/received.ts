import type { PushEvent, UnixSeconds } from '@roamwatch/core';

/** An event of the provider's push that was accepted. */
export interface ReceivedEvent {
  readonly event: PushEvent;
  readonly receivedAt: UnixSeconds;
}
