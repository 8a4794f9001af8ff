import type { Fault } from './fault.js';
import { reissuedId } from './reissue.js';

/** JSON as it goes out, open to any change. */
export type Json = Record<string, unknown>;

/** Changes the data of an answer (or an eSIM of a list) as the faults require; returns it unchanged without any. */
export function tamper(data: object, faults: readonly Fault[]): object {
  return faults.reduce<Json>(tamperOnce, data as Json);
}

function tamperOnce(data: Json, { kind }: Fault): Json {
  switch (kind) {
    case 'missing-figures': {
      const { allowedData: _, remainingData: __, dataUsages: ___, ...rest } = data;
      return rest;
    }
    case 'missing-allowance': {
      const { allowedData: _, ...rest } = data;
      return rest;
    }
    case 'overdrawn':
      return 'remainingData' in data ? { ...data, remainingData: -5 } : data;
    case 'unlimited-sentinel':
      return 'allowedData' in data ? { ...data, allowedData: Number.MAX_SAFE_INTEGER } : data;
    case 'throttled':
      return 'remainingData' in data ? { ...data, remainingData: 0, withThrottle: true } : data;
    case 'noisy-prices':
      return 'price' in data ? { ...data, price: noisy(Number(data.price)) } : data;
    case 'respelled-places':
      return withRows(data, (row, number) => ({ ...row, location: respelled(row.location, number) }));
    case 'hostile-text':
      return withRows(hostile(data, 'status', 'notes'), (row) => hostile(row, 'location'));
    case 'hostile-ids':
      return hostile(data, 'id', 'iccid', 'esimId');
    case 'reissued-ids':
      return renamed(data, 'id', 'esimId');
    case 'unreadable-figures':
      return 'allowedData' in data ? { ...data, allowedData: 'plenty', remainingData: null } : data;
    case 'unreadable-rows':
      return withRows(data, (row, number, count) => {
        if (number === 0) return { ...row, date: undefined };
        return number === count - 1 ? { ...row, usage: 'a lot' } : row;
      });
    case 'negative-rows':
      return withRows(data, (row, number) =>
        number === 0 ? { ...row, usage: -Number(row.usage) - 1 } : row,
      );
    case 'unknown-fields':
      return withRows({ ...data, futureField: { nested: [1, 'two', null] } }, (row) => ({
        ...row,
        futureField: true,
      }));
    case 'unknown-status':
      return 'status' in data ? { ...data, status: 'HIBERNATING' } : data;
    default:
      return data;
  }
}

/** Two steps of binary floating point away, as a sum of prices comes out. */
function noisy(price: number): number {
  return price * (1 - 2 * Number.EPSILON);
}

/** A place as it is written elsewhere: in capitals, decomposed, or as before. */
function respelled(location: unknown, number: number): unknown {
  if (typeof location !== 'string') return location;
  return [location.toUpperCase(), location.normalize('NFD'), location, codeOf(location)][number % 4];
}

const CODES: Readonly<Record<string, string>> = {
  'United Kingdom': 'GB',
  Türkiye: 'TR',
  "Côte d'Ivoire": 'CI',
};

function codeOf(location: string): string {
  return CODES[location] ?? location.toLowerCase();
}

const NASTY = '\u001b[31m\u0000\u0085\u202e\ud800';

function hostile(data: Json, ...names: readonly string[]): Json {
  const spoilt: Json = { ...data };
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'string') spoilt[name] = value + NASTY;
    if (Array.isArray(value)) spoilt[name] = [...value, NASTY];
  }
  return spoilt;
}

function renamed(data: Json, ...names: readonly string[]): Json {
  const under: Json = { ...data };
  for (const name of names) if (typeof data[name] === 'string') under[name] = reissuedId(data[name]);
  return under;
}

function withRows(data: Json, change: (row: Json, number: number, count: number) => Json): Json {
  if (!Array.isArray(data.dataUsages)) return data;
  const rows = data.dataUsages as Json[];
  return { ...data, dataUsages: rows.map((row, number) => change(row, number, rows.length)) };
}
