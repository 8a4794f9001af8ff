import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertItem, Message } from '../src/index.js';
import { renderSlack } from '../src/slack/render.js';
import { renderTeams } from '../src/teams/render.js';
import { sizeInTeams } from '../src/teams/size.js';
import { FINDINGS, recorded, TOPPED_UP } from './findings.js';
import { alerts, esim, HOSTILE_LABELS, item, NOTICE, NOW } from './messages.js';

/** Text as it comes from outside: long, in any script, with quotation marks, backslashes and halves of characters. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000 }),
  fc.constantFrom(...HOSTILE_LABELS, '"\\'.repeat(2_000), '🇩🇪'.repeat(900), '{{DATE(2025-01-01)}}', ''),
);
const anyUrl = fc.option(
  fc.nat({ max: 4_000 }).map((length) => `https://roamwatch.example.com/${'x'.repeat(length)}`),
  { nil: undefined },
);

const anyItem: fc.Arbitrary<AlertItem> = fc
  .record({
    index: fc.nat({ max: 30 }),
    label: fc.option(anyText),
    text: anyText,
    change: fc.constantFrom('opened', 'escalated', 'resolved', 'reminder'),
    severity: fc.constantFrom('critical', 'warning'),
    reason: fc.constantFrom(...Object.values(FINDINGS), TOPPED_UP, null),
    isProvider: fc.boolean(),
  })
  .map(({ index, label, text, change, severity, reason, isProvider }) =>
    item(index, {
      change: change as AlertItem['change'],
      severity: severity as AlertItem['severity'],
      rule: text,
      reason: reason ?? recorded(text),
      esim: isProvider ? null : esim(index, { label, costCentre: text, project: text, notes: [text, text] }),
    }),
  );

const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        items: fc.array(anyItem, { maxLength: 40, size: 'max' }),
        receiver: anyText,
        firstStart: fc.boolean(),
        pageUrl: anyUrl,
        topUpUrl: anyUrl,
        audience: fc.constantFrom('operators' as const, 'traveller' as const),
        language: fc.constantFrom('en' as const, 'de' as const),
      })
      .map(({ items, pageUrl, topUpUrl, ...given }) =>
        alerts(items, {
          ...given,
          ...(pageUrl === undefined ? {} : { pageUrl }),
          ...(topUpUrl === undefined ? {} : { topUpUrl }),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ title: anyText, text: anyText })
      .map(({ title, text }): Message => ({ ...NOTICE, kind: 'notice', title, text })),
  },
);

const anyName = fc.record({ label: fc.option(anyText), iccid: fc.option(anyText), esimId: anyText });
const anyEsims = fc.record({
  total: fc.nat(),
  esims: fc.array(
    anyName.map((name) => ({
      ...name,
      status: 'READY',
      remainingBytes: 1,
      allowanceBytes: 2,
      expiresAt: NOW,
      firstSeenAt: 0,
    })),
    { maxLength: 5 },
  ),
});
const anySummary: fc.Arbitrary<Message> = fc
  .record({
    byStatus: fc.array(fc.record({ status: anyText, count: fc.nat() }), { maxLength: 40 }),
    most: fc.array(
      anyName.map((name) => ({ name, bytes: 1 })),
      { maxLength: 5 },
    ),
    amounts: fc.array(fc.record({ currency: anyText, amount: fc.constant('1.5') }), { maxLength: 30 }),
    expiring: anyEsims,
    neverUsed: anyEsims,
  })
  .map(({ byStatus, most, amounts, expiring, neverUsed }) => ({
    ...alerts([]),
    kind: 'summary' as const,
    summary: {
      from: '2025-01-20',
      to: '2025-01-26',
      dataAsOf: null,
      fleet: { byStatus, notMonitored: 1, openCritical: 1, openWarning: 2 },
      usage: { bytes: 1, bytesBefore: 2, esims: 1, most },
      spend: { purchases: 1, amounts, unpriced: 1 },
      expiring,
      neverUsed,
    },
  }));
const any = fc.oneof({ weight: 4, arbitrary: anyMessage }, { weight: 1, arbitrary: anySummary });

describe('whatever it contains, a message stays within the published limits', () => {
  test('of Slack', () => {
    fc.assert(
      fc.property(any, (message) => {
        const { text, blocks } = renderSlack(message);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(40_000);
        expect(blocks.length).toBeLessThanOrEqual(50);
        for (const block of blocks) withinSlackLimits(block);
      }),
      { numRuns: 150 },
    );
  });

  test('of Teams', () => {
    fc.assert(
      fc.property(any, (message) => {
        const payload = renderTeams(message);
        expect(sizeInTeams(payload)).toBeLessThanOrEqual(28 * 1024);
        const { content } = payload.attachments[0];
        expect(content.body.length).toBeGreaterThan(1);
        expect(content.version).toBe('1.4');
        for (const text of textsIn(content)) {
          expect(text).not.toContain('{{');
          expect(text.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** What Slack documents for each kind of block; it refuses the whole message for one that is beyond. */
function withinSlackLimits(block: KnownBlock): void {
  switch (block.type) {
    case 'header':
      between(block.text.text, 150);
      return;
    case 'section':
      between(block.text?.text ?? '', 3_000);
      expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
      for (const field of block.fields ?? []) between(field.text, 2_000);
      if (block.accessory?.type === 'button') {
        expect(block.accessory.text.text.length).toBeLessThanOrEqual(75);
        expect(block.accessory.url?.length ?? 0).toBeLessThanOrEqual(3_000);
      }
      return;
    case 'context':
      expect(block.elements.length).toBeLessThanOrEqual(10);
      for (const element of block.elements) if ('text' in element) between(String(element.text), 3_000);
      return;
    case 'actions':
      expect(block.elements.length).toBeGreaterThan(0);
      expect(block.elements.length).toBeLessThanOrEqual(25);
      for (const element of block.elements) {
        if (element.type !== 'button') throw new Error(`unexpected element ${element.type}`);
        between(element.text.text, 75);
        expect(element.url?.length ?? 0).toBeLessThanOrEqual(3_000);
      }
      return;
    case 'divider':
      return;
    default:
      throw new Error(`unexpected block ${block.type}`);
  }
}

function between(text: string, most: number): void {
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(most);
}

/** Every text of a card that a client shows. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, of]) =>
    (key === 'text' || key === 'title') && typeof of === 'string' ? [of] : textsIn(of),
  );
}
