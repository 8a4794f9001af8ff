import type { UnixSeconds } from '@roamwatch/core';
import type { Application, SimulatedEsim } from '../fleet/esim.js';
import type { Settings } from '../options.js';
import { allowanceAt, dayRowsAt } from '../provider/figures.js';
import { dataFigure, dateIn, numberIn } from './figure.js';
import type { WireDayUsage, WireUsage, WireUsageDetails } from './types.js';

/** Allowance and what is left of it. -1 and 0 for an unlimited package, as the vendor has it. */
export function usagePayload(
  settings: Settings,
  esim: SimulatedEsim,
  at: UnixSeconds,
  applied: Application | undefined,
): WireUsage {
  const { startsAt, endsAt, allowedBytes, remainingBytes } = allowanceAt(settings, esim, at);
  const { planLengthUnknown, createdAt } = esim.persona;
  const startedAt = startsAt ?? createdAt;
  const figure = (bytes: number | null, unlimited: number) =>
    bytes === null ? numberIn(settings, unlimited) : dataFigure(bytes, settings.units.allowance, settings);
  const none = numberIn(settings, 0);
  return {
    id: esim.esimId,
    iccid: esim.iccid,
    status: esim.statusAt(at, applied),
    startedAt,
    expiredAt: planLengthUnknown ? startedAt : (endsAt ?? startedAt),
    allowedData: figure(allowedBytes, -1),
    remainingData: figure(remainingBytes, 0),
    allowedSms: none,
    remainingSms: none,
    allowedVoice: none,
    remainingVoice: none,
  };
}

export function usageDetailsPayload(
  settings: Settings,
  esim: SimulatedEsim,
  at: UnixSeconds,
  applied: Application | undefined,
): WireUsageDetails {
  return {
    ...usagePayload(settings, esim, at, applied),
    dataUsages: dayRowsAt(settings, esim, at).map(
      ({ day, place, bytes }): WireDayUsage => ({
        date: dateIn(settings, day),
        usage: dataFigure(bytes, settings.units.dailyUsage, settings),
        ...(!esim.persona.withoutPlaces && { location: place }),
      }),
    ),
  };
}
