import type { UsageDetails } from '@roamwatch/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aloneContext } from './decoding.js';
import { openEnvelope } from './envelope.js';
import { type KnownDays, parseUsageDetails, readUsageDetails } from './known-days.js';
import { decodeUsageDetails } from './usage.js';

const ICCID = '894000000000029365';

function read(text: string, known: KnownDays | null = null) {
  const context = aloneContext();
  return readUsageDetails(parseUsageDetails(text, known), (envelope) =>
    decodeUsageDetails(openEnvelope('usage-details', envelope, context), ICCID, context),
  );
}

function row(day: number, usage: unknown = day, location: unknown = 'France') {
  return { date: `202601${String(day).padStart(2, '0')}`, usage, location };
}

const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index));

function answer(rows: readonly unknown[], figures: object = {}): string {
  const data = {
    id: 'e-1',
    iccid: ICCID,
    allowedData: 1024,
    remainingData: 924,
    ...figures,
    dataUsages: rows,
  };
  return JSON.stringify({ status: 'success', data });
}

function known(text: string, more: Partial<KnownDays> = {}): KnownDays {
  const digest = read(text).daysDigest;
  if (digest === null) throw new Error('its rows cannot be found without parsing');
  return { digest, from: '2026-01-08', rows: 5, ...more };
}

/** Number of rows that are read again of `rows`, which differ from those known in the last one alone. */
function readAgain(rows: readonly object[], more: Partial<KnownDays> = {}): number {
  const before = known(answer(rows), more);
  const changed = [...rows.slice(0, -1), { ...rows.at(-1), usage: 999 }];
  return read(answer(changed), before).details.days.length;
}

describe('daily rows that are known', () => {
  test('are left out, but for those of the days that are wanted', () => {
    const before = known(answer(days(1, 10)));
    const { details, daysDigest, whole } = read(
      answer([...days(1, 9), row(10, 99)], { remainingData: 5 }),
      before,
    );
    expect(daysDigest).toBe(before.digest);
    expect(details.days.map(({ date, used }) => [date, used])).toEqual([
      ['2026-01-07', 7],
      ['2026-01-08', 8],
      ['2026-01-09', 9],
      ['2026-01-10', 99],
    ]);
    expect(details.remaining).toBe(5);
    expect(whole()).toEqual({ ...details, days: read(answer([...days(1, 9), row(10, 99)])).details.days });
  });

  test('are read where another one than the last has changed, is new or has gone', () => {
    const before = known(answer(days(1, 10)));
    for (const rows of [
      [row(1), row(2, 99), ...days(3, 10)],
      [...days(1, 8), row(9, 99), row(10)],
      days(1, 11),
      days(2, 10),
      days(1, 9),
    ]) {
      const { details, daysDigest } = read(answer(rows), before);
      expect(details.days).toHaveLength(rows.length);
      expect(daysDigest).not.toBe(before.digest);
    }
  });

  test('are read where the rows that usually have the days wanted do not have them', () => {
    expect(readAgain(days(1, 10))).toBe(4);
    expect(readAgain(days(1, 10), { from: '2026-01-06' })).toBe(10);
    expect(readAgain(days(1, 10), { from: '2026-01-07' })).toBe(4);
    expect(readAgain(days(1, 5))).toBe(5);
    const travelled = [...days(1, 6), row(7), row(7, 1, 'Spain'), row(7, 1, 'Italy'), row(8), row(9)];
    expect(readAgain(travelled)).toBe(2);
    expect(readAgain(travelled, { from: '2026-01-07' })).toBe(11);
    expect(readAgain([...days(1, 6), row(6, 1, 'Spain'), row(7), row(8), row(9)])).toBe(3);
  });

  test('are read where none of the rest names a place', () => {
    const nowhere = [7, 8, 9, 10].map((day) => row(day, 1, ''));
    expect(readAgain([...days(1, 6), ...nowhere])).toBe(10);
    expect(readAgain([...days(1, 6), ...nowhere.slice(1), row(11)])).toBe(4);
  });

  test('have no digest where rows do not ascend, or something is not understood', () => {
    for (const rows of [
      [row(2), row(1), row(3)],
      [row(1), row(2), row(2, 5, 'Spain')],
      [row(1), row(2, -1), row(3)],
      [row(1), 5, row(3)],
      [row(1), row(2, 2, 'a\u0000b'), row(3)],
      [row(1)],
      [],
    ]) {
      expect(read(answer(rows)).daysDigest).toBeNull();
    }
    expect(read(answer(days(1, 3), { remainingData: 'much' })).daysDigest).toBeNull();
  });

  test('have none in any other form than the plain one', () => {
    const rows = JSON.stringify(days(1, 9)).slice(1, -1);
    const around = (head: string, tail: string) => `${head}${rows}${tail}`;
    const head = `{"status":"success","data":{"iccid":"${ICCID}","allowedData":1,"remainingData":1,"dataUsages":[`;
    expect(read(around(head, ']}}')).daysDigest).not.toBeNull();
    expect(read(around(head, ']}}\n')).daysDigest).not.toBeNull();
    expect(read(around(head, '],"more":1},"code":0}')).daysDigest).not.toBeNull();
    for (const text of [
      around(head, '],"dataUsages":[]}}'),
      around(head, '],"dataUsages":null}}'),
      around(head, '],"dataU\\u0073ages":[]}}'),
      around(head, ']},"data":{"allowedData":1,"remainingData":1,"dataUsages":[]}}'),
      around(head.replace('"allowedData":1', '"allowedData":1,"dataUsages":[]'), ']}}'),
      around(head.replace('"allowedData":1', '"allowedData":1,"more":{}'), ']}}'),
      around(head.replace('"data":{', '"data":{"data":{'), ']}}}'),
      around(head.replace('"allowedData":1', '"allowedData":1,"\\"":1'), ']}}'),
      around(head.replaceAll(':', ': '), ' ] } }'),
      around(head, `, ${JSON.stringify(row(10))}]}}`),
      around(head, `,${JSON.stringify(row(10, 1, '},{'))}]}}`),
      around(head, `,{"date":"20260110","usage":1,"more":{}}]}}`),
    ]) {
      const { details, daysDigest } = read(text);
      expect(daysDigest).toBeNull();
      expect(details.days).toEqual(wholeOf(text).days);
    }
  });
});

function wholeOf(text: string): UsageDetails {
  const context = aloneContext();
  return decodeUsageDetails(openEnvelope('usage-details', JSON.parse(text), context), ICCID, context);
}

/** What a text is read as, or why it cannot be. */
function outcome<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}

describe('whatever was known, and whatever comes', () => {
  const location = fc.constantFrom(
    '"France"',
    '"Spain"',
    '""',
    'null',
    '"},{"',
    '"]"',
    '"[{"',
    '"\\"},{\\"x"',
    '"\\u0000"',
    '"{\\"date\\":"',
  );
  const often = (usual: number, other: fc.Arbitrary<number>) =>
    fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
  const usage = fc.constantFrom('1', '2', '2.5', '"3"', '-1', 'null', '[1]', '{"a":{"b":1}}', '1e400');
  const plain = fc.tuple(fc.constantFrom('1', '2', '7'), fc.constantFrom('"France"', '"Spain"', '""'));
  const odd = fc.tuple(usage, location);
  const wireRow = fc
    .record({
      step: often(1, fc.constantFrom(0, 2, 3, -1)),
      cells: fc.oneof({ weight: 40, arbitrary: plain }, { weight: 1, arbitrary: odd }),
      form: often(0, fc.integer({ min: 1, max: 8 })),
    })
    .map(({ step, cells: [figure, place], form }) => ({ step, figure, place, form }));
  type WireRow = typeof wireRow extends fc.Arbitrary<infer Row> ? Row : never;

  function textOf({ figure, place, form }: WireRow, day: number): string {
    const date = `"date":"202601${String(day).padStart(2, '0')}"`;
    const ofDay = `{${date},"usage":${figure},"location":${place}}`;
    const forms = [
      ofDay,
      `{"usage":${figure},"location":${place},${date}}`,
      `{ ${date}, "usage": ${figure}, "location": ${place} }`,
      `{${date},"usage":${figure},"location":${place},"more":{"x":[{"y":1},{"y":2}]}}`,
      `5`,
      `${ofDay}, ${ofDay}`,
      `{"":1,${date},"usage":${figure},"location":${place}}`,
      `{${date},"usage":${figure},"location":${place},"more":{"x":{"y":1}}}`,
    ];
    return forms[form] ?? '';
  }

  const form = often(0, fc.integer({ min: 1, max: 12 }));

  function bodyOf(rows: readonly WireRow[], remaining: number, form: number): string {
    let day = 1;
    const list = rows.map((one) => {
      day = Math.max(1, day + one.step);
      return textOf(one, day);
    });
    const head = `"iccid":"${ICCID}","allowedData":1024,"remainingData":${remaining}`;
    const all = list.join(form === 1 ? ', ' : ',');
    const bodies = [
      `{"status":"success","data":{${head},"dataUsages":[${all}]}}`,
      `{"status":"success","data":{${head},"dataUsages":[${all}]}}`,
      `{"data":{${head},"dataUsages":[${all}]},"status":"success"}`,
      `{"status":"success","data":{"dataUsages":[${all}],${head}}}`,
      `{"status":"success","data":{${head},"dataUsages":[],"dataUsages":[${all}]}}`,
      `{"status":"success","data":{${head},"dataUsages":[${all}],"dataUsages":[{"date":"20260120","usage":1},{"date":"20260121","usage":1}]}}`,
      `{"status":"success","data":{${head},"dataUsages":[${all}]`,
      `{"status":"failed","data":{${head},"dataUsages":[${all}]}}`,
      `\n{"status":"success","data":{${head},"dataUsages":[${all}]}}\n`,
      `{"status":"success","data":{"iccid":"894000000000029366","dataUsages":[${all}]}}`,
      `{"status":"success","data":{${head},"dataUsages":[{"date":"20260101","usage":1}],"more":[${all}]}}`,
      `{"status":"success","data":{${head},"more":[${all}],"dataUsages":[{"date":"20260101","usage":1}]}}`,
      `{"status":"success","more":{${head},"dataUsages":[${all}]},"data":{${head},"dataUsages":[]}}`,
    ];
    return bodies[form] ?? '';
  }

  test('the same is read as without knowing anything, but for known rows before the days wanted', () => {
    const cut = { times: 0 };
    const scene = fc.record({
      rows: fc.array(wireRow, { minLength: 3, maxLength: 12 }),
      last: wireRow,
      changed: fc.option(fc.tuple(fc.nat(11), wireRow), { freq: 1 }),
      more: fc.option(wireRow, { freq: 1 }),
      form,
      laterForm: form,
      rowsWanted: fc.integer({ min: 2, max: 6 }),
      from: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(scene, ({ rows, last, changed, more, form, laterForm, rowsWanted, from }) => {
        const before = outcome(() => read(bodyOf(rows, 900, form)));
        fc.pre(typeof before !== 'string' && before.daysDigest !== null);
        const wanted = `2026-01-${String(from).padStart(2, '0')}`;
        const days = { digest: before.daysDigest, from: wanted, rows: rowsWanted };
        const later = rows.slice(0, -1).concat(last, more ?? []);
        if (changed !== null && changed[0] < later.length) later[changed[0]] = changed[1];
        const text = bodyOf(later, 800, laterForm);

        const whole = outcome(() => wholeOf(text));
        const one = outcome(() => read(text, days));
        if (typeof whole === 'string' || typeof one === 'string') {
          expect(one).toBe(whole);
          return;
        }
        expect(one.whole()).toEqual(whole);
        const kept = one.details.days.length;
        expect(one.details).toEqual({ ...whole, days: whole.days.slice(whole.days.length - kept) });
        expect(one.daysDigest).toBe(read(text).daysDigest);
        if (one.daysDigest === before.daysDigest) {
          expect(whole.days.slice(0, -1)).toEqual(before.whole().days.slice(0, -1));
        }
        if (kept === whole.days.length) return;
        cut.times += 1;
        const leftOut = whole.days.slice(0, -kept);
        expect(one.daysDigest).toBe(before.daysDigest);
        const [first] = one.details.days;
        expect(first && first.date <= wanted && first.date > (leftOut.at(-1)?.date ?? '')).toBe(true);
        const placed = ({ location }: { readonly location: string }) => location !== '';
        expect(one.details.days.some(placed)).toBe(whole.days.some(placed));
      }),
      { numRuns: 3_000 },
    );
    expect(cut.times).toBeGreaterThan(200);
  });
});
