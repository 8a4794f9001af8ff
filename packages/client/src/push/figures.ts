import { type DataUnit, type PushedFigures, toBytes, toSignedBytes } from '@roamwatch/core';
import type { Fields } from '../decode/fields.js';
import { declares, saysUnlimited } from '../decode/unlimited.js';
import { readMoment } from './moment.js';

/** Figures of an event that contradict each other by more than rounding are none. */
const TOLERANCE = 0.01;

/**
 * The remaining data according to a usage event, in bytes; null where it says nothing that can be trusted: no figures, an unlimited package, an
 * unknown unit, or figures that contradict each other. Events name their unit, unlike answers of the API.
 */
export function readFigures(data: Fields): PushedFigures | null {
  const endsAt = readMoment(data.wire.end) ?? null;
  const inBytes = figuresInBytes(data);
  if (inBytes !== null) return { ...inBytes, endsAt };
  const usage = data.inner('usage_data');
  if (declares(usage) || declares(data) || saysUnlimited(usage.wire.allowed_data)) return null;
  const allowed = usage.number('allowed_data');
  const remaining = usage.number('remaining_data');
  if (allowed === null || remaining === null || allowed <= 0 || remaining > allowed) return null;
  const unit = unitOf(data);
  if (unit === null) return null;
  const allowanceBytes = toBytes(allowed, unit);
  const remainingBytes = toSignedBytes(remaining, unit);
  if (allowanceBytes !== null && remainingBytes !== null) return { allowanceBytes, remainingBytes, endsAt };
  data.rejectField('usage_data', 'out of range');
  return null;
}

/** The figures of the vendor's other page. */
function figuresInBytes(data: Fields): Omit<PushedFigures, 'endsAt'> | null {
  const total = data.number('totalBytes');
  const used = data.number('usedBytes');
  const remaining = data.number('remainingBytes') ?? (total !== null && used !== null ? total - used : null);
  if (total === null || remaining === null || total <= 0 || remaining > total) return null;
  if (used !== null && Math.abs(used + remaining - total) > total * TOLERANCE) {
    data.reject('its figures contradict each other', 'usedBytes', 'remainingBytes', 'totalBytes');
    return null;
  }
  return { allowanceBytes: Math.round(total), remainingBytes: Math.round(remaining) };
}

const UNITS: ReadonlyMap<string, DataUnit> = new Map([
  ...(['B', 'KB', 'MB', 'GB'] as const).map((unit) => [unit, unit] as const),
  ['BYTES', 'B'],
]);

function unitOf(data: Fields): DataUnit | null {
  const name = data.id('data_units') ?? data.id('dataUnits');
  const unit = name === null ? undefined : UNITS.get(name.toUpperCase());
  if (unit === undefined) data.rejectField('data_units', name === null ? 'missing' : 'unknown');
  return unit ?? null;
}
