import { RoamifyError } from '@roamwatch/client';
import {
  concludeUnits,
  formatBytes,
  formatInstant,
  formatPercent,
  type ListedEsim,
  type PackagePurchase,
  readUsage,
  type UnitsInUse,
  type UsageDetails,
  type UsageRead,
} from '@roamwatch/core';
import { evidenceFrom } from '@roamwatch/monitor';
import { systemClock } from '../../../clock.js';
import { isoInstant } from '../../../iso-instant.js';
import { CommandFailure } from '../../failure.js';
import { printResult } from '../../output.js';
import { details as fields, table } from '../../terminal/table.js';
import { type EsimReference, iccidOf, lookUpEsim } from './look-up.js';
import { type ApiAccess, sayRejected } from './with-api.js';

export async function showUsage(access: ApiAccess, key: EsimReference): Promise<void> {
  const { api, signal, options, config } = access;
  const esim = await checkableEsim(access, key);
  const usage = { ...(await api.usage(iccidOf(esim), { signal })), days: [] };
  const understood = await understand(access, esim, usage);
  printResult(options, usageJson(usage, understood), () =>
    usageInWords(esim, usage, understood, config.timeZone),
  );
}

export async function showUsageDetails(access: ApiAccess, key: EsimReference): Promise<void> {
  const { api, signal, options, config } = access;
  const esim = await checkableEsim(access, key);
  const details = await api.usageDetails(iccidOf(esim), { signal });
  const understood = await understand(access, esim, details);
  const json = {
    ...usageJson(details, understood),
    dailyUsageUnit: understood.units.dailyUsage.unit,
    days: understood.read.days,
  };
  printResult(options, json, () =>
    [usageInWords(esim, details, understood, config.timeZone), daysInWords(understood)].join('\n\n'),
  );
}

/** An eSIM with usage calls. For others the provider's notes are all there is to show. */
async function checkableEsim(access: ApiAccess, key: EsimReference): Promise<ListedEsim> {
  const esim = await lookUpEsim(access, key, false);
  if (esim.usageCheck) return esim;
  const notes = esim.notes.length > 0 ? `; provider's notes: ${esim.notes.join(' ')}` : '';
  throw new CommandFailure(`the provider does not report usage for ${iccidOf(esim)}${notes}`);
}

interface Understood {
  readonly units: UnitsInUse;
  readonly read: UsageRead;
}

/** The figures in bytes. One eSIM's package is enough evidence of the unit for display; the daemon requests several. */
async function understand(access: ApiAccess, esim: ListedEsim, details: UsageDetails): Promise<Understood> {
  const purchases = await purchasesOf(access, details.iccid);
  const units = concludeUnits(access.config.units, [evidenceFrom(details, purchases)], null);
  const { unlimited, usageCheck } = esim;
  const read = readUsage(details, { unlimited, usageCheck, units, epoch: null, at: systemClock() });
  sayRejected([...details.rejected, ...read.rejected]);
  return { units, read };
}

/** Only evidence: without it the figures stay as the provider wrote them. */
async function purchasesOf({ api, signal }: ApiAccess, iccid: string): Promise<readonly PackagePurchase[]> {
  try {
    return (await api.packagesHistory(iccid, { signal })).purchases;
  } catch (error) {
    if (error instanceof RoamifyError && error.reason !== 'aborted') return [];
    throw error;
  }
}

/** The provider's figures as they came, and in bytes where their unit is known. */
function usageJson(details: UsageDetails, { read, units }: Understood) {
  return {
    iccid: details.iccid,
    esimId: details.esimId,
    status: details.status,
    startedAt: isoInstant(details.startedAt),
    endsAt: isoInstant(details.endsAt),
    allowed: details.allowed,
    remaining: details.remaining,
    allowanceUnit: units.allowance.unit,
    allowanceBytes: read.reading.allowanceBytes,
    remainingBytes: read.reading.remainingBytes,
  };
}

function usageInWords(
  esim: ListedEsim,
  details: UsageDetails,
  { read, units }: Understood,
  zone: string,
): string {
  const when = (at: number | null) => (at === null ? 'unknown' : formatInstant(at, zone));
  return fields([
    ['ICCID', details.iccid],
    ['Status', details.status ?? esim.status],
    ['Left', left(details, read)],
    ['Started', when(details.startedAt)],
    ['Ends', when(details.endsAt)],
    ['Unit', units.allowance.evidence],
  ]);
}

function left({ allowed, remaining }: UsageDetails, { reading, unlimited }: UsageRead): string {
  if (unlimited) return 'unlimited';
  if (reading.allowanceBytes === null || reading.remainingBytes === null) {
    return `${remaining ?? 'unknown'} of ${allowed ?? 'unknown'}, in an unknown unit`;
  }
  const share = (100 * reading.remainingBytes) / reading.allowanceBytes;
  return `${formatBytes(reading.remainingBytes)} of ${formatBytes(reading.allowanceBytes)} (${formatPercent(share)})`;
}

function daysInWords({ read: { days } }: Understood): string {
  if (days.length === 0) return 'No daily usage.';
  const rows = days.map((day) => [day.date, day.location || 'unknown', formatBytes(day.usedBytes)]);
  return table(['DAY', 'PLACE', 'USED'], rows);
}
