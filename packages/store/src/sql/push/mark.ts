import type { EsimKey, PushMark } from '@roamwatch/core';
import type { PushMarkTable } from '../../schema/push.js';

export type MarkColumns = PushMarkTable;

export const MARK_COLUMNS = [
  'event_at',
  'received_at',
  'seen',
  'told',
  'push_mark.due_at',
  'hastened_at',
  'held_until',
] as const;

/** A mark as its row has it. */
export function toRow(esim: EsimKey, mark: PushMark): MarkColumns {
  return {
    esim,
    event_at: mark.eventAt,
    received_at: mark.receivedAt,
    seen: JSON.stringify(mark.seen),
    told: mark.told === null ? null : JSON.stringify(mark.told),
    due_at: mark.dueAt,
    hastened_at: mark.hastenedAt,
    held_until: mark.heldUntil,
  };
}

export function toMark(row: Omit<MarkColumns, 'esim'>): PushMark {
  return {
    eventAt: row.event_at,
    receivedAt: row.received_at,
    seen: JSON.parse(row.seen) as PushMark['seen'],
    told: row.told === null ? null : (JSON.parse(row.told) as PushMark['told']),
    dueAt: row.due_at,
    hastenedAt: row.hastened_at,
    heldUntil: row.held_until,
  };
}
