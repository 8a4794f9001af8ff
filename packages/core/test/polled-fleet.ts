import fc from 'fast-check';
import { DAY, HOUR, type PolledEsim, type PollPolicy, UNIT_BYTES } from '../src/index.js';

/** 2026-03-10T12:00:00Z. */
export const NOON = Date.UTC(2026, 2, 10, 12) / 1000;

export const POLICY: PollPolicy = { requestsPerHour: 100, floor: 600, ceiling: DAY };

/** An eSIM half-way through 1 GB and its week, polled at noon. */
export function polled(changes: Partial<PolledEsim> = {}): PolledEsim {
  return {
    esim: 1,
    firstSeenAt: NOON - 3 * DAY,
    isInstalled: true,
    reading: {
      at: NOON,
      allowanceBytes: UNIT_BYTES.GB,
      remainingBytes: UNIT_BYTES.GB / 2,
      packageStartedAt: NOON - 3 * DAY,
      packageEndsAt: NOON + 4 * DAY,
    },
    bytesToThreshold: UNIT_BYTES.GB / 4,
    memory: { polledAt: NOON, updatedAt: null, movedAfter: null, movedBy: null, bytesPerHour: null },
    updatedAt: null,
    failingSince: null,
    ...changes,
  };
}

/** An eSIM in any state the program can meet. */
export const anyPolled: fc.Arbitrary<PolledEsim> = fc
  .record({
    esim: fc.nat(),
    ago: fc.nat(5 * DAY),
    allowance: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 50 * UNIT_BYTES.GB })),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    toLimit: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 50 * UNIT_BYTES.GB })),
    age: fc.oneof(fc.constant(null), fc.nat(30 * DAY)),
    installed: fc.boolean(),
    polled: fc.boolean(),
    changed: fc.boolean(),
    failing: fc.boolean(),
    bytesPerHour: fc.oneof(fc.constant(null), fc.nat(UNIT_BYTES.GB)),
    moved: fc.option(fc.record({ ago: fc.nat(DAY), within: fc.integer({ min: 60, max: 12 * HOUR }) })),
  })
  .map((any) => {
    const at = NOON - any.ago;
    const movedBy = any.moved === null ? null : at - any.moved.ago;
    const memory = {
      polledAt: at,
      updatedAt: null,
      movedAfter: any.moved === null || movedBy === null ? null : movedBy - any.moved.within,
      movedBy,
      bytesPerHour: any.bytesPerHour,
    };
    const reading = {
      at,
      allowanceBytes: any.allowance,
      remainingBytes: any.allowance === null ? null : Math.floor(any.allowance * any.share),
      packageStartedAt: any.age === null ? null : at - any.age,
      packageEndsAt: null,
    };
    return {
      esim: any.esim,
      firstSeenAt: at - DAY,
      isInstalled: any.installed,
      reading: any.polled ? reading : null,
      bytesToThreshold: any.polled ? any.toLimit : null,
      memory: any.polled ? memory : null,
      updatedAt: any.changed ? at : null,
      failingSince: any.failing ? at - HOUR : null,
    };
  });

export const anyPolicy: fc.Arbitrary<PollPolicy> = fc.record({
  requestsPerHour: fc.integer({ min: 10, max: 5_000 }),
  floor: fc.integer({ min: 60, max: 2 * HOUR }),
  ceiling: fc.integer({ min: 2 * HOUR, max: 3 * DAY }),
});
