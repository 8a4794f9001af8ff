import { type FleetListing, listFleet, type RoamifyClient, RoamifyError } from '@roamwatch/client';
import {
  concludeUnits,
  counted,
  hasEnded,
  isUnused,
  type ListedEsim,
  type UnitConclusion,
} from '@roamwatch/core';
import { adviceOn } from '../poll/advice.js';
import { gatherEvidence, type UnitWitness } from '../poll/unit-evidence.js';
import type { Settings } from '../settings.js';
import { checkStatuses } from './monitoring.js';
import { type CheckResult, check, failed, ok, warning } from './result.js';

/** The token, the list, a usage call, and what the figures are counted in: each needs the one before. */
export async function checkProvider(config: Settings, api: RoamifyClient): Promise<readonly CheckResult[]> {
  const esims: ListedEsim[] = [];
  const list = await check('API', () => checkList(config, api, esims));
  if (!list.ok) return [list];
  const witnesses = esims.filter(canTell);
  const statuses = checkStatuses('API statuses', config, countByStatus(esims));
  const usage = await check('usage', () => checkUsage(api, witnesses));
  if (!usage.ok || witnesses.length === 0) return [list, ...statuses, usage];
  return [list, ...statuses, usage, ...(await checkUnits(config, api, witnesses))];
}

async function checkList(
  { api: { baseUrl } }: Settings,
  api: RoamifyClient,
  esims: ListedEsim[],
): Promise<CheckResult> {
  try {
    const { listed, complete, reason } = await listInto(esims, api);
    const message = `${baseUrl} accepts the token and lists ${counted(listed, 'eSIM')}`;
    if (complete) return ok('API', `${message}; the list is complete`);
    const hint =
      'ask the provider how many eSIMs the account has, and whether the list request has a maximum';
    return warning('API', `${message}, but the list may be incomplete: ${reason}`, hint);
  } catch (error) {
    return ofApi('API', error);
  }
}

async function listInto(esims: ListedEsim[], api: RoamifyClient): Promise<FleetListing> {
  const listing = listFleet(api, { remembered: new Map() });
  for (;;) {
    const step = await listing.next();
    if (step.done) return step.value;
    esims.push(...step.value.esims);
  }
}

/** True when an eSIM's figures are evidence: installed, with usage calls, not at its end. */
function canTell(esim: ListedEsim): esim is ListedEsim & UnitWitness {
  return (
    esim.iccid !== null &&
    esim.usageCheck &&
    !isUnused(esim.status) &&
    !hasEnded(esim.status) &&
    esim.status !== 'NEW'
  );
}

function countByStatus(esims: readonly ListedEsim[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of esims) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

async function checkUsage(api: RoamifyClient, [first]: readonly UnitWitness[]): Promise<CheckResult> {
  if (!first) return ok('usage', 'no eSIM in use to check yet');
  try {
    const { days, rejected } = await api.usageDetails(first.iccid);
    const read = `${first.iccid} returned ${counted(days.length, 'day')} of usage`;
    if (rejected.length === 0) return ok('usage', read);
    const reasons = [
      ...new Map(rejected.map(({ reason, sample }) => [reason, `${reason} (${sample})`])).values(),
    ];
    return warning(
      'usage',
      `${read}; rejected: ${reasons.join(', ')}`,
      'report the unreadable figures to the provider',
    );
  } catch (error) {
    return ofApi('usage', error);
  }
}

async function checkUnits(
  config: Settings,
  api: RoamifyClient,
  witnesses: readonly UnitWitness[],
): Promise<readonly CheckResult[]> {
  try {
    const evidence = await gatherEvidence({ api }, witnesses, undefined);
    const { allowance, dailyUsage } = concludeUnits(config.units, evidence, null);
    return [
      unitFinding('unit of allowances', 'allowance', allowance),
      unitFinding('unit of daily usage', 'dailyUsage', dailyUsage),
    ];
  } catch (error) {
    return [ofApi('units', error)];
  }
}

function unitFinding(
  item: string,
  key: 'allowance' | 'dailyUsage',
  { unit, evidence, checked }: UnitConclusion,
): CheckResult {
  if (unit === null)
    return failed(
      item,
      `unknown (${evidence})`,
      `set units.${key} once you know it; data rules do not work without it`,
    );
  const message = `${unit} (${evidence})`;
  if (checked) return ok(item, message);
  return warning(
    item,
    `probably ${message}`,
    `compare one eSIM with the provider's dashboard, then set units.${key}`,
  );
}

function ofApi(item: string, error: unknown): CheckResult {
  if (!(error instanceof RoamifyError)) throw error;
  return failed(item, error.message, adviceOn(error));
}
