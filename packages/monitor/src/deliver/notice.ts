import { type Addressee, fixedAddressees, type UnixSeconds } from '@roamwatch/core';
import type { NewMessage } from '@roamwatch/store';
import type { Receiver } from '../settings.js';

/** A message about Roamwatch itself. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** The messages that bring a notice to every receiver. */
export function noticesToAll(
  receivers: readonly Receiver[],
  notice: Notice,
  at: UnixSeconds,
): readonly NewMessage[] {
  return fixedAddressees(receivers).map((to) => noticeTo(to, notice, at));
}

/** The message that brings a notice to one recipient. */
export function noticeTo({ receiver, recipient }: Addressee, notice: Notice, at: UnixSeconds): NewMessage {
  return { kind: 'notice', receiver, recipient, createdAt: at, body: notice };
}
