import { type InstallableEsim, listFleet } from '@roamwatch/client';
import { DOCUMENTED_STATUSES, type ListedEsim, type Rejected } from '@roamwatch/core';
import { systemClock } from '../../../clock.js';
import { say } from '../../failure.js';
import { printResult } from '../../output.js';
import { noneWithStatus } from '../../status-hint.js';
import { tableOf } from '../../terminal/table.js';
import { instantCell } from '../../terminal/times.js';
import type { EsimReference } from './look-up.js';
import { esimInWords, esimJson } from './profile.js';
import { type ApiAccess, sayRejected } from './with-api.js';

interface Listing {
  readonly esims: readonly (ListedEsim | InstallableEsim)[];
  readonly rejected: readonly Rejected[];
  /** Why there may be more; null when these are all that were requested. */
  readonly shortfall: string | null;
}

/** Which eSIMs to list; what is null matches all. */
export interface ListQuery {
  readonly status: string | null;
  readonly referenceId: string | null;
  /** One eSIM alone. */
  readonly key: EsimReference | null;
  /** With one call; null: the whole fleet. */
  readonly limit: number | null;
  /** Shows the installation data of each, as a record. */
  readonly secrets: boolean;
}

/** As many as one call requests where only a limit is missing. */
const ONE_CALL = 10_000;

/** Resolves to the exit code: 1 when eSIMs are missing, or cannot be read. */
export async function listEsims(access: ApiAccess, query: ListQuery): Promise<0 | 1> {
  const status = query.status?.toUpperCase() ?? null;
  const {
    esims: listed,
    rejected,
    shortfall,
  } = query.limit === null && query.referenceId === null
    ? await wholeFleet(access, status, query.secrets)
    : await oneCall(access, { ...query, status }, query.limit ?? ONE_CALL);
  const esims = listed.filter((esim) => isMeant(esim, query.key));
  const none = esims.length === 0 ? noneText({ ...query, status }) : null;
  printResult(
    access.options,
    esims.map(esimJson),
    () => none ?? inWords(esims, query.secrets, access.config.timeZone),
  );
  if (none !== null && access.options.json) say(none);
  sayRejected(rejected);
  if (shortfall !== null) say(`the list may be incomplete: ${shortfall}`);
  return rejected.length > 0 || shortfall !== null ? 1 : 0;
}

async function wholeFleet(
  { api, signal }: ApiAccess,
  status: string | null,
  secrets: boolean,
): Promise<Listing> {
  const byId = new Map<string, ListedEsim | InstallableEsim>();
  const rejected: Rejected[] = [];
  const listing = listFleet(api, {
    remembered: new Map(),
    secrets,
    signal,
    statuses: status === null ? [] : [status],
  });
  let step = await listing.next();
  for (; !step.done; step = await listing.next()) {
    for (const esim of step.value.esims) byId.set(esim.esimId, esim);
    rejected.push(...step.value.rejected);
  }
  const esims = [...byId.values()].filter((esim) => status === null || esim.status === status);
  return { esims, rejected, shortfall: step.value.reason };
}

function isMeant({ iccid, esimId }: ListedEsim, key: EsimReference | null): boolean {
  if (key === null) return true;
  return 'iccid' in key ? iccid === key.iccid : esimId === key.esimId;
}

async function oneCall(
  { api, signal }: ApiAccess,
  { status, referenceId, secrets }: ListQuery,
  limit: number,
): Promise<Listing> {
  const esims: (ListedEsim | InstallableEsim)[] = [];
  const rejected: Rejected[] = [];
  for await (const batch of api.listEsims({
    limit,
    secrets,
    signal,
    ...(status !== null && { status }),
    ...(referenceId !== null && { referenceId }),
  })) {
    esims.push(...batch.esims);
    rejected.push(...batch.rejected);
  }
  return { esims, rejected, shortfall: null };
}

function noneText({ status, referenceId, key }: ListQuery): string {
  if (key !== null || referenceId !== null) return 'No eSIM of the account matches.';
  if (status === null) return 'The account has no eSIMs.';
  return noneWithStatus(status, DOCUMENTED_STATUSES);
}

function inWords(esims: readonly (ListedEsim | InstallableEsim)[], secrets: boolean, zone: string): string {
  if (secrets) return esims.map((esim) => esimInWords(esim, zone)).join('\n\n');
  return tableOf<ListedEsim>(
    [
      { title: 'ICCID', cell: ({ iccid }) => iccid ?? 'none yet' },
      { title: 'STATUS', cell: ({ status }) => status },
      { title: 'ESIM ID', cell: ({ esimId }) => esimId },
      {
        title: 'CREATED',
        ...instantCell(({ createdAt }) => createdAt, { now: systemClock(), zone }),
        drop: 1,
      },
      { title: 'REMARK', cell: remarkOn, wraps: 9 },
    ],
    esims,
  );
}

function remarkOn(esim: ListedEsim): string {
  return [esim.unlimited ? 'unlimited' : '', esim.usageCheck ? '' : 'no usage check']
    .filter((remark) => remark !== '')
    .join(', ');
}
