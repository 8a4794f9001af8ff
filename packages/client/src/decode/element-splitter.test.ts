import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LARGEST_ESIM } from '../bounds/bounds.js';
import { ElementSplitter, LeftOut } from './element-splitter.js';

/** Sends `text` through the splitter in pieces that end at `cuts` (bytes). */
function split(text: string | Buffer, cuts: readonly number[] = [], unread: string | null = null) {
  const bytes = Buffer.from(text);
  const splitter = new ElementSplitter(unread);
  const elements: unknown[] = [];
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    elements.push(...splitter.push(bytes.subarray(start, end)));
    start = end;
  }
  return { elements, envelope: splitter.end() };
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });
/** Texts full of what a naive splitter would trip over. */
const nasty = fc.string({
  unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', ':', 'data', 'é', '🛫', '\n', ' '),
});
const element = fc.oneof(fc.jsonValue(), nasty, fc.dictionary(nasty, nasty));

test('gives the same as JSON.parse, however the bytes arrive', () => {
  fc.assert(
    fc.property(
      fc.array(element),
      fc.dictionary(nasty, element),
      fc.dictionary(nasty, element),
      fc.constantFrom(0, 2, '\t'),
      cuts,
      (data, before, after, space, at) => {
        const envelope = { ...before, status: 'success', data, ...after };
        // A duplicate or integer-like key would move; the comparison is with the text itself.
        const text = JSON.stringify(envelope, null, space);
        const whole = JSON.parse(text);
        const result = split(text, at);
        const listed = Array.isArray(whole.data) ? whole.data : [];
        expect(result.elements).toEqual(listed);
        expect(result.envelope).toEqual(Array.isArray(whole.data) ? { ...whole, data: [] } : whole);
      },
    ),
    { numRuns: 300 },
  );
});

test('a body that ends early never passes', () => {
  fc.assert(
    fc.property(fc.array(element), fc.nat(), cuts, (data, length, at) => {
      const bytes = Buffer.from(JSON.stringify({ status: 'success', data, code: '' }));
      expect(() => split(bytes.subarray(0, length % bytes.length), at)).toThrow();
    }),
    { numRuns: 300 },
  );
});

/** Some with an object of plain texts under the name, some with what only looks like it. */
const withUnread = fc.record(
  {
    id: element,
    esim: fc.oneof(fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('', 'https://x', 'é')), element),
    data: fc.record({ esim: fc.constant({ kept: 'yes' }) }),
  },
  { requiredKeys: [] },
);

test('of the field that nobody reads, an object of texts may come empty, and nothing else changes', () => {
  let emptied = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(withUnread, element)), fc.constantFrom(0, 2), cuts, (data, space, at) => {
      const text = JSON.stringify({ status: 'success', data }, null, space);
      const whole = split(text).elements;
      const { elements, envelope } = split(text, at, 'esim');
      expect(envelope).toEqual({ status: 'success', data: [] });
      expect(elements).toHaveLength(whole.length);
      for (const [index, given] of elements.entries()) {
        const sent = whole[index];
        if (JSON.stringify(given) === JSON.stringify(sent)) continue;
        emptied += 1;
        expect(given).toEqual({ ...(sent as object), esim: {} });
        const { esim } = sent as { esim: object };
        expect(Object.values(esim).every((value) => typeof value === 'string')).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  expect(emptied).toBeGreaterThan(0);
});

test.each([
  '{"data":[{"esim":{"a":"b",}}]}',
  '{"data":[{"esim":{"a":"b"]}]}',
  '{"data":[{"esim":{"a" "b"}}]}',
  '{"data":[{"esim":{"a":b}}]}',
  '{"data":[{"esim":{"a":"\\x"}}]}',
  '{"data":[{"esim":{"a":"\n"}}]}',
  '{"data":[{"esim":{"a":"b"}"c":1}]}',
  '{"data":[{"x":"esim":{"a":"b"}}]}',
  '{"data":[["esim":{"a":"b"}]]}',
  '{"data":[{"esim":{"a":"b"}}',
])('%j passes no more with the field that nobody reads', (text) => {
  expect(() => split(text, [], 'esim')).toThrow();
});

test('a byte order mark, white space and `data` written with escapes are no obstacle', () => {
  const { elements, envelope } = split(
    '\uFEFF \n{ "d\\u0061ta" : [ 1 , [2] , "]" ] , "status" : "success" }\n',
    [1, 2, 9],
  );
  expect(elements).toEqual([1, [2], ']']);
  expect(envelope).toEqual({ data: [], status: 'success' });
});

test('only the `data` of the envelope itself is split', () => {
  expect(split('{"meta":{"data":[1]},"x":["data",[2]],"data":[]}')).toEqual({
    elements: [],
    envelope: { meta: { data: [1] }, x: ['data', [2]], data: [] },
  });
  expect(split('{"data":null}').envelope).toEqual({ data: null });
});

test.each([
  '',
  '<html>Down</html>',
  '{"data":[1,]}',
  '{"data":[,1]}',
  '{"data":[1 2]}',
  '{"data":[1}',
  '{"data":[1]}}',
  '[1]x',
  '{"data":[{]}]}',
])('garbage does not pass: %s', (text) => {
  expect(() => split(text)).toThrow();
  expect(() => split(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toThrow();
});

/** Longer than an eSIM can be, and full of what a naive splitter would trip over. */
const oversized = fc
  .array(nasty, { minLength: 1, maxLength: 20 })
  .map((texts) => Array(Math.ceil(LARGEST_ESIM / JSON.stringify(texts).length) + 1).fill(texts));
const deep = fc.constant(JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`));

test('an element that is too large or too deep is left out alone, however the bytes arrive', () => {
  const unfit = fc.oneof(oversized, deep).map((value) => ({ value, isLeftOut: true }));
  const fit = element.map((value) => ({ value, isLeftOut: false }));
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 3, arbitrary: fit }, unfit), { maxLength: 6 }),
      cuts,
      (parts, at) => {
        const text = JSON.stringify({ status: 'success', data: parts.map(({ value }) => value) });
        const { elements, envelope } = split(text, at);
        expect(elements.map((found) => found instanceof LeftOut || found)).toEqual(
          parts.map(({ value, isLeftOut }) => isLeftOut || JSON.parse(JSON.stringify(value))),
        );
        expect(envelope).toEqual({ status: 'success', data: [] });
      },
    ),
    { numRuns: 100 },
  );
});

test('one text that is too long, in pieces that end inside of escapes, is left out alone', () => {
  const long = JSON.stringify({ id: '\\"'.repeat(LARGEST_ESIM / 2) });
  const text = `{"data":[1,${long},2]}`;
  const everywhere = Array.from({ length: 40 }, (_, number) => LARGEST_ESIM + number);
  expect(split(text, everywhere).elements).toEqual([1, new LeftOut('larger than 128 KB'), 2]);
});

test('neither an endless element nor an endless envelope fills the memory', () => {
  const piece = Buffer.alloc(256 * 1024, 'a');
  for (const beginning of ['{"data":["', '{ a']) {
    const splitter = new ElementSplitter();
    splitter.push(Buffer.from(beginning));
    expect(() => {
      for (let pieces = 0; pieces < 100; pieces++) splitter.push(piece);
    }).toThrow();
  }
});
