import type { Fault } from './fault.js';

/** JSON as it goes out, open to any change. */
export type Json = Record<string, unknown>;

/** Changes the data of an answer (or an eSIM of a list) as the faults ask; returns it unchanged without any. */
export function tamper(data: object, faults: readonly Fault[]): object {
  return faults.reduce<Json>(tamperOnce, data as Json);
}

function tamperOnce(data: Json, { kind }: Fault): Json {
  switch (kind) {
    case 'missing-figures': {
      const { allowedData: _, remainingData: __, dataUsages: ___, ...rest } = data;
      return rest;
    }
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

function withRows(data: Json, change: (row: Json, number: number, count: number) => Json): Json {
  if (!Array.isArray(data.dataUsages)) return data;
  const rows = data.dataUsages as Json[];
  return { ...data, dataUsages: rows.map((row, number) => change(row, number, rows.length)) };
}
